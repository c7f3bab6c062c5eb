import type { Page } from 'playwright-core'
import { untilDrawn, untilInteractive } from '@/tests/support/tab'

interface Options {
  /** Only what moved before the visitor did something: a browser takes an answer after half a second for no answer to that. */
  beforeInput?: boolean
}

/** What has moved since the page began, and from where to where; not what the visitor's own input moved. */
export async function layoutShiftsOf(page: Page, { beforeInput = false }: Options = {}): Promise<string[]> {
  // What React changes when it takes over from the server may move something, too.
  await untilInteractive(page, 'main')
  await untilDrawn(page)
  return page.evaluate((onlyBefore) => {
    const [input] = entriesOf('first-input')
    return entriesOf('layout-shift')
      .filter((entry) => 'hadRecentInput' in entry && !entry.hadRecentInput)
      .filter(({ startTime }) => !(onlyBefore && input && startTime >= input.startTime))
      .flatMap((entry) => [JSON.stringify(entry), ...nodesOf(entry)])

    function entriesOf(type: string): PerformanceEntry[] {
      const observer = new PerformanceObserver(() => undefined)
      observer.observe({ type, buffered: true })
      return observer.takeRecords()
    }

    function nodesOf(entry: PerformanceEntry): string[] {
      const sources = 'sources' in entry && Array.isArray(entry.sources) ? entry.sources : []
      return sources.map(({ node }) => (node instanceof Element ? node.outerHTML : String(node?.textContent)))
    }
  }, beforeInput)
}
