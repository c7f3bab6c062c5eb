import type { Page } from 'playwright-core'
import { untilDrawn, untilInteractive } from '@/tests/support/tab'

/**
 * A tenth of the last digit that Lighthouse prints. A browser that draws a page before the last bytes of a label have
 * arrived moves the centred icon beside the label by half a line: 0.00001. A line of text that moves by its own height
 * is 0.0007.
 */
const visible = 0.0001

interface Options {
  /**
   * Only shifts before the first input: a browser does not attribute a shift to an input more than half a second
   * earlier.
   */
  beforeInput?: boolean
}

/**
 * The elements that have visibly moved since the page began, with their old and new position; without shifts caused by
 * input.
 */
export async function layoutShiftsOf(page: Page, { beforeInput = false }: Options = {}): Promise<string[]> {
  // Hydration by React may move an element, too.
  await untilInteractive(page, 'main')
  await untilDrawn(page)
  return page.evaluate(
    ([onlyBefore, least]) => {
      const [input] = entriesOf('first-input')
      return entriesOf('layout-shift')
        .filter((entry) => 'hadRecentInput' in entry && !entry.hadRecentInput)
        .filter((entry) => 'value' in entry && Number(entry.value) >= least)
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
    },
    [beforeInput, visible] as const,
  )
}
