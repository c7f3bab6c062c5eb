import { statSync } from 'node:fs'
import type { ConsoleMessage, Page } from 'playwright-core'
import { logFileOf } from '@/tests/support/reach'

/** The tabs and servers of one test. */
export class Sight {
  complaints: string[] = []
  readonly tabs = new Map<Page, string[]>()
  readonly logs = new Map<string, number>()
  private readonly expected: RegExp

  constructor(expected: RegExp) {
    this.expected = expected
  }

  forget(): void {
    this.complaints = []
    for (const [page, lines] of this.tabs) {
      lines.length = 0
      if (page.isClosed()) this.tabs.delete(page)
    }
    for (const path of this.logs.keys()) this.logs.set(path, lengthOf(path))
  }

  server(url: string): void {
    const path = logFileOf(url)
    if (path && !this.logs.has(path)) this.logs.set(path, lengthOf(path))
  }

  tab(page: Page): void {
    const lines: string[] = []
    this.tabs.set(page, lines)
    page.on('pageerror', (error) => {
      this.complaints.push(`${page.url()}: ${error.message}`)
      lines.push(error.stack ?? error.message)
    })
    page.on('console', (message) => {
      lines.push(`${message.type()}: ${message.text()} (${message.location().url})`)
      if (this.isComplaint(page, message)) this.complaints.push(`${page.url()}: ${message.text()}`)
    })
  }

  private isComplaint(page: Page, message: ConsoleMessage): boolean {
    const { url } = message.location()
    // Chromium also reports every 4xx: of a page that is meant to answer so, and of an unauthenticated request to /api/me.
    const meant = [page.url(), new URL('/api/me', page.url()).href]
    const isStatus = message.text().startsWith('Failed to load resource') && meant.includes(url)
    return message.type() === 'error' && !isStatus && !this.expected.test(`${message.text()} ${url}`)
  }
}

const lengthOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
