import type { Page } from 'playwright-core'

/** What has moved since the page began, and from where to where; not what the visitor's own input moved. */
export function layoutShiftsOf(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const moved: string[] = []
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if ('hadRecentInput' in entry && !entry.hadRecentInput) moved.push(JSON.stringify(entry), ...nodesOf(entry))
          }
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(moved), 300)

        function nodesOf(entry: PerformanceEntry): string[] {
          const sources = 'sources' in entry && Array.isArray(entry.sources) ? entry.sources : []
          return sources.map(({ node }) => (node instanceof Element ? node.outerHTML : String(node?.textContent)))
        }
      }),
  )
}
