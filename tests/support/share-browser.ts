import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { browserObstacle, launchBrowser } from '@/tests/support/browser'
import { givenApplication } from '@/tests/support/given-application'
import { needs } from '@/tests/support/needs'
import { addresses } from '@/tests/support/open-session'

/** Opens the first tab of a new visitor; `page.context().newPage()` opens a second one. */
export type OpenTab = (options?: BrowserContextOptions) => Promise<Page>

const nothing = /^(?!)/

/**
 * One browser for the tests of a file, one context per visitor. Whatever a page complains about on the console, our
 * Content-Security-Policy included, fails the test in which it happened.
 * @param expected what the browser itself reports, message and address, because the test provokes it
 */
export function shareBrowser(launch: () => Promise<Browser> = launchBrowser, expected = nothing): OpenTab {
  const complaints: string[] = []
  let browser: Browser | undefined

  beforeEach(needs(browserObstacle))
  beforeAll(async () => {
    if (!browserObstacle) browser = await launch()
  })
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
    expect(complaints.splice(0), 'complaints on the console').toEqual([])
  })
  afterAll(() => browser?.close())

  return async (options) => {
    if (!browser) throw new Error('a visitor needs a browser')
    const baseURL = options?.baseURL ?? givenApplication().url
    const context = await browser.newContext({ ...options, baseURL })
    addresses.set(context, baseURL)
    context.on('page', (page) => listen(page, complaints, expected))
    return context.newPage()
  }
}

function listen(page: Page, complaints: string[], provoked: RegExp): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // Chromium also reports every 4xx: of a page that is meant to answer so, and of a stranger's question who they are.
    const expected = [page.url(), new URL('/api/me', page.url()).href]
    const isStatus = message.text().startsWith('Failed to load resource') && expected.includes(message.location().url)
    const isProvoked = provoked.test(`${message.text()} ${message.location().url}`)
    if (message.type() === 'error' && !isStatus && !isProvoked) complaints.push(`${page.url()}: ${message.text()}`)
  })
}
