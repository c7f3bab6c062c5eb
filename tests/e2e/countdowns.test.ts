// feature: trace (this file)
import { expect, test } from 'vitest'
import { shareBrowser } from '@/tests/support/share-browser'
import { openDashboard, untilInteractive } from '@/tests/support/tab'

const openTab = shareBrowser()

test('the three deadlines count down, second by second', async () => {
  const page = await openTab()
  await page.clock.install()
  await openDashboard(page, 'sealed')
  await untilInteractive(page, 'main')
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000))
  const timers = page.getByRole('timer')
  const before = await timers.allInnerTexts()
  expect(before).toHaveLength(3)

  for (const seconds of [1, 2]) {
    await page.clock.runFor(1000)
    const after = await timers.allInnerTexts()
    expect(after.map(toSeconds)).toEqual(before.map((text) => toSeconds(text) - seconds))
  }
})

test('a passed deadline is shown as a sentence', async () => {
  const page = await openTab()
  await page.clock.install()
  await openDashboard(page, 'sealed')
  await untilInteractive(page, 'main')
  const fresh = page.getByRole('timer').first()
  expect(await fresh.innerText()).toMatch(/^00:0\d:\d\d$/)

  await page.clock.fastForward('05:01')

  expect(await fresh.innerText()).toBe('This time has passed. The next page renews the cookie.')
  expect(await page.getByRole('timer').nth(1).innerText()).toMatch(/^6 days 23:5\d:\d\d$/)
})

test('without scripts the page shows the dates, and no countdown', async () => {
  const page = await openTab({ javaScriptEnabled: false })
  await openDashboard(page, 'sealed')

  for (const timer of await page.getByRole('timer', { includeHidden: true }).all())
    expect(await timer.isVisible()).toBe(false)
  const dates = await page.getByRole('region', { name: 'Deadlines' }).getByRole('time').allInnerTexts()
  expect(dates).toHaveLength(3)
  for (const date of dates) expect(date).toMatch(/^\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d UTC$/)
})

/** `6 days 23:59:58` or `00:04:58` */
function toSeconds(text: string): number {
  const numbers = (text.match(/\d+/g) ?? []).map(Number)
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = numbers.reverse()
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
