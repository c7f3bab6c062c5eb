import type { TestProject } from 'vitest/node'
import { type Application, startApplication } from '@/tests/support/application'
import { buildApplication } from '@/tests/support/build'
import { forEachLane } from '@/tests/support/lanes'

type Served = Pick<Application, 'url' | 'dist' | 'settings'>

declare module 'vitest' {
  interface ProvidedContext {
    /** One for each lane. */
    applications: readonly Served[]
  }
}

declare global {
  /** The same for all suites of a run: each has its own copy of this module, none needs applications of its own. */
  var sharedApplications: Promise<readonly Application[]> | undefined
  var sharedApplicationsStopped: Promise<unknown> | undefined
}

/** Before the suites that visit: builds if needed and serves with every default. */
export default async function provideApplication(project: TestProject): Promise<() => Promise<void>> {
  globalThis.sharedApplications ??= serve(project)
  const applications = await globalThis.sharedApplications
  project.provide(
    'applications',
    applications.map(({ url, dist, settings }) => ({ url, dist, settings })),
  )
  // Each suite takes its leave; the first one ends them for all, when everything has run.
  return async () => {
    globalThis.sharedApplicationsStopped ??= Promise.all(applications.map((application) => application.stop()))
    await globalThis.sharedApplicationsStopped
  }
}

async function serve(project: TestProject): Promise<readonly Application[]> {
  const build = await buildApplication()
  return forEachLane(project, () => startApplication({ build }))
}
