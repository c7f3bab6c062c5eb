import { expect, test } from 'vitest'
import { shareBrowser } from '@/tests/support/share-browser'
import { openDashboard } from '@/tests/support/tab'

const openTab = shareBrowser()

test('the three deadlines count down, second by second', async () => {
  const page = await openTab()
  await openDashboard(page, 'sealed')
  const timers = page.getByRole('timer')
  const before = await timers.allInnerTexts()
  expect(before).toHaveLength(3)

  await page.waitForTimeout(2100)
  const after = await timers.allInnerTexts()
  for (const [index, text] of after.entries()) {
    const passed = toSeconds(before[index] ?? '') - toSeconds(text)
    expect(passed).toBeGreaterThanOrEqual(1)
    expect(passed).toBeLessThanOrEqual(4)
  }
})

test('without scripts nothing pretends to count: there are the dates alone', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await openDashboard(page, 'sealed')

  for (const timer of await page.getByRole('timer', { includeHidden: true }).all())
    expect(await timer.isVisible()).toBe(false)
  const dates = await page.getByRole('region', { name: 'Deadlines' }).getByRole('time').allInnerTexts()
  expect(dates).toHaveLength(3)
  for (const date of dates) expect(date).toMatch(/^\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d UTC$/)
})

/** `6 d 23:59:58` or `00:04:58` */
function toSeconds(text: string): number {
  const numbers = (text.match(/\d+/g) ?? []).map(Number)
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = numbers.reverse()
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
