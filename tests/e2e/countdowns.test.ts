import { expect, test } from 'vitest'
import { shareBrowser } from '@/tests/support/share-browser'
import { logInWith } from '@/tests/support/tab'

const openTab = shareBrowser()

test('the three deadlines count down, second by second', async () => {
  const page = await openTab()
  await logInWith(page, 'sealed')
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

/** `6 d 23:59:58` or `00:04:58` */
function toSeconds(text: string): number {
  const numbers = (text.match(/\d+/g) ?? []).map(Number)
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = numbers.reverse()
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
