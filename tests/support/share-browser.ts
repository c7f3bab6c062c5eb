import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { browserObstacle } from '@/tests/support/browser'
import { keepEvidence } from '@/tests/support/failure-folder'
import { givenApplication } from '@/tests/support/given-application'
import { connectToBrowser } from '@/tests/support/given-browser'
import { needs } from '@/tests/support/needs'
import { addresses } from '@/tests/support/open-session'
import { Sight } from '@/tests/support/sight'

/** Opens the first tab of a new visitor; `page.context().newPage()` opens a second one. */
export type OpenTab = (options?: BrowserContextOptions) => Promise<Page>

interface Options {
  /** A browser other than the one of this lane. */
  launch?: () => Promise<Browser>
  /** Expected reports of the browser, message and address, which the tests provoke. */
  expected?: RegExp
  /** An application other than the one of this lane. */
  url?: () => string
  /** Tabs stay open from test to test. A new visitor costs three times as much as the visit to a page. */
  keepsTabs?: boolean
}

const nothing = /^(?!)/
const ofThisLane = () => givenApplication().url

/**
 * One browser for the tests of a file, one context per visitor. An error of a page on the console, about our
 * Content-Security-Policy for example, fails the test in which it happened. A failed test leaves screenshots and logs
 * in a folder, which its error names.
 */
export function shareBrowser(options: Options = {}): OpenTab {
  const { launch = connectToBrowser, expected = nothing, url = ofThisLane, keepsTabs = false } = options
  const seen = new Sight(expected)
  let browser: Browser | undefined

  beforeEach(needs(browserObstacle))
  beforeAll(async () => {
    if (!browserObstacle) browser = await launch()
  })
  afterEach(async ({ task }) => {
    const { complaints } = seen
    const errors = task.result?.errors ?? []
    const hasFailed = errors.length + complaints.length > 0
    const place = hasFailed && seen.tabs.size > 0 ? `\nSee ${await keepEvidence(task, seen)}` : ''
    for (const error of errors) error.message += place
    if (!keepsTabs) await Promise.all((browser?.contexts() ?? []).map((context) => context.close()))
    seen.forget()
    expect(complaints, `complaints on the console${place}`).toEqual([])
  })
  afterAll(() => browser?.close())

  return async (visitor) => {
    if (!browser) throw new Error('a visitor needs a browser')
    const baseURL = visitor?.baseURL ?? url()
    const context = await browser.newContext({ ...visitor, baseURL })
    addresses.set(context, baseURL)
    seen.server(baseURL)
    context.on('page', (page) => seen.tab(page))
    return context.newPage()
  }
}
