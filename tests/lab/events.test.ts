// feature: events (this file)
import { expect, test } from 'vitest'
import { columns, sessionEvents } from '@/lib/events/table'
import { expectReadable } from '@/tests/lab/support/readable'
import { shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'

const openTab = shareLab()

test('without JavaScript the table has every event with each of its cells, and no note asks for scripts', async () => {
  const page = await openTab({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } })
  await page.goto('/lab/events')

  const shown = await page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .all()
  const rows = await Promise.all(shown.map(async (row) => (await row.innerText()).split(/\s*[\t\n]\s*/)))
  expect(rows).toEqual(sessionEvents.map((event) => [event.name, ...columns.map(({ cellOf }) => cellOf(event))]))
  expect(await page.getByText('The lab needs JavaScript').count()).toBe(0)
})

test.each([360, 1280])('nothing of the table moves or overflows, light and dark: %i px wide', async (width) => {
  const page = await openTab({ viewport: { width, height: 800 } })
  await page.goto('/lab/events')

  await expectTidy(page, width)
  await expectReadable(page)
})
