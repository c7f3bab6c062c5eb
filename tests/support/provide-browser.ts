import { rm } from 'node:fs/promises'
import type { BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { browserObstacle, launchBrowserServer } from '@/tests/support/browser'
import { failuresFolder } from '@/tests/support/failure-folder'
import { forEachLane } from '@/tests/support/lanes'
import { endsWithRun } from '@/tests/support/run-folder'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of one Chromium for each lane; none if no Chromium is installed. */
    browsers: readonly string[]
  }
}

interface Shared {
  running: Promise<readonly BrowserServer[]>
  closed?: Promise<unknown>
}

declare global {
  /** Each suite of a run evaluates this module for itself; the browsers are the same for all of them. */
  var sharedBrowsers: Shared | undefined
}

/** Before the suites in a browser: one Chromium for each lane. Browser contexts isolate the files. */
export default async function provideBrowser(project: TestProject): Promise<() => Promise<void>> {
  globalThis.sharedBrowsers ??= { running: start(project) }
  const shared = globalThis.sharedBrowsers
  const browsers = await shared.running
  project.provide(
    'browsers',
    browsers.map((browser) => browser.wsEndpoint()),
  )
  return async () => {
    shared.closed ??= Promise.all(browsers.map((browser) => browser.close()))
    await shared.closed
  }
}

async function start(project: TestProject): Promise<readonly BrowserServer[]> {
  await rm(failuresFolder, { recursive: true, force: true })
  return browserObstacle ? [] : forEachLane(project, launch)
}

async function launch(): Promise<BrowserServer> {
  const browser = await launchBrowserServer()
  endsWithRun(browser.process())
  expectEverySwitch(browser.process().spawnargs)
  return browser
}

/**
 * @throws when a new version of Playwright disables a feature that is missing in our list, which Chromium uses instead
 */
function expectEverySwitch(args: readonly string[]): void {
  const [theirs = [], ours = []] = args
    .filter((arg) => arg.startsWith('--disable-features='))
    .map((arg) => arg.slice('--disable-features='.length).split(','))
  const left = theirs.filter((feature) => !ours.includes(feature))
  if (left.length > 0) throw new Error(`tests/support/browser.ts does not switch off ${left.join(', ')}`)
}
