import type { TestProject } from 'vitest/node'
import { type Application, startApplication } from '@/tests/support/application'

declare module 'vitest' {
  interface ProvidedContext {
    application: Pick<Application, 'url' | 'dist' | 'settings'>
  }
}

declare global {
  /** One for all suites of a run: each has its own copy of this module, none needs an application of its own. */
  var sharedApplication: Promise<Application> | undefined
  var sharedApplicationStopped: Promise<void> | undefined
}

/** Before the suites that visit: builds if needed and serves with every default. */
export default async function provideApplication(project: TestProject): Promise<() => Promise<void>> {
  globalThis.sharedApplication ??= startApplication()
  const application = await globalThis.sharedApplication
  const { url, dist, settings } = application
  project.provide('application', { url, dist, settings })
  // Each suite takes its leave; the first one ends it for all, when everything has run.
  return () => {
    globalThis.sharedApplicationStopped ??= application.stop()
    return globalThis.sharedApplicationStopped
  }
}
