import type { Page } from 'playwright-core'
import { untilDrawn, untilInteractive } from '@/tests/support/tab'

interface Options {
  /**
   * Only shifts before the first input: a browser does not attribute a shift to an input more than half a second
   * earlier.
   */
  beforeInput?: boolean
}

/**
 * The elements that have moved since the page began, with their old and new position; without shifts caused by input.
 */
export async function layoutShiftsOf(page: Page, { beforeInput = false }: Options = {}): Promise<string[]> {
  // Hydration by React may move an element, too.
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
