import type { TestProject } from 'vitest/node'
import type { Application } from '@/tests/support/application'
import { forEachLane } from '@/tests/support/lanes'

type Served = Pick<Application, 'url' | 'dist' | 'settings' | 'logFile'>

declare module 'vitest' {
  interface ProvidedContext {
    /** One application for each lane. */
    applications: readonly Served[]
    labs: readonly Served[]
  }
}

interface Shared {
  running: Promise<readonly Application[]>
  stopped?: Promise<unknown>
}

declare global {
  /** Every suite of a run evaluates this module separately; all suites share the applications. */
  var sharedApplications: Partial<Record<'applications' | 'labs', Shared>> | undefined
}

/** For a global setup: one application for each lane, the same for every suite of the run. @returns the teardown */
export async function serveOnce(
  name: 'applications' | 'labs',
  project: TestProject,
  start: () => Promise<Application>,
): Promise<() => Promise<void>> {
  globalThis.sharedApplications ??= {}
  globalThis.sharedApplications[name] ??= { running: forEachLane(project, start) }
  const shared = globalThis.sharedApplications[name]
  const applications = await shared.running
  project.provide(
    name,
    applications.map(({ url, dist, settings, logFile }) => ({ url, dist, settings, logFile })),
  )
  // Vitest tears down all suites at the end of the run: the first teardown stops the applications.
  return async () => {
    shared.stopped ??= Promise.all(applications.map((application) => application.stop()))
    await shared.stopped
  }
}
