import { expect, test } from 'vitest'
import { lookWithAxe } from '@/tests/support/axe'
import { everyPage } from '@/tests/support/every-page'
import { shareBrowser } from '@/tests/support/share-browser'

const openTab = shareBrowser()

test.each(Object.entries(everyPage))('light and dark, axe finds nothing on: %s', async (_, open) => {
  const page = await openTab({ colorScheme: 'light' })
  await open(page)

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations, passes } = await lookWithAxe(page)
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
    expect([colorScheme, found]).toEqual([colorScheme, []])
    expect(passes.map(({ id }) => id)).toContain('color-contrast')
  }
})
