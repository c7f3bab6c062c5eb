import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Of a page that has just loaded: nothing has moved, and nothing sticks out. */
export async function expectTidy(page: Page, width: number): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  expect(await layoutShiftOf(page)).toBe(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}

function layoutShiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if ('value' in entry && typeof entry.value === 'number') sum += entry.value
          }
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 300)
      }),
  )
}
