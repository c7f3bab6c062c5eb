import type { Page } from 'playwright-core'

/** Cumulative: what has happened since the page began, less what the visitor's own input caused. */
export function layoutShiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const isOurs = 'hadRecentInput' in entry && !entry.hadRecentInput
            if (isOurs && 'value' in entry && typeof entry.value === 'number') sum += entry.value
          }
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 300)
      }),
  )
}
