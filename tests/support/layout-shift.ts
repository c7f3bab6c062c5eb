import type { Page } from 'playwright-core'

interface Options {
  /** Only what moved before the visitor did something: a browser takes an answer after half a second for no answer to that. */
  beforeInput?: boolean
}

/** What has moved since the page began, and from where to where; not what the visitor's own input moved. */
export function layoutShiftsOf(page: Page, { beforeInput = false }: Options = {}): Promise<string[]> {
  return page.evaluate(async (onlyBefore) => {
    const [shifts, [input]] = await Promise.all([entriesOf('layout-shift'), entriesOf('first-input')])
    return shifts
      .filter((entry) => 'hadRecentInput' in entry && !entry.hadRecentInput)
      .filter(({ startTime }) => !(onlyBefore && input && startTime >= input.startTime))
      .flatMap((entry) => [JSON.stringify(entry), ...nodesOf(entry)])

    function entriesOf(type: string): Promise<PerformanceEntry[]> {
      const found: PerformanceEntry[] = []
      new PerformanceObserver((list) => void found.push(...list.getEntries())).observe({ type, buffered: true })
      return new Promise((resolve) => setTimeout(() => resolve(found), 300))
    }

    function nodesOf(entry: PerformanceEntry): string[] {
      const sources = 'sources' in entry && Array.isArray(entry.sources) ? entry.sources : []
      return sources.map(({ node }) => (node instanceof Element ? node.outerHTML : String(node?.textContent)))
    }
  }, beforeInput)
}
