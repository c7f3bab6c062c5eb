import type { TestProject } from 'vitest/node'
import { startApplication } from '@/tests/support/application'
import { buildApplication } from '@/tests/support/build'
import { serveOnce } from '@/tests/support/serve-once'

/** Runs before the suites that send requests: builds if needed, and serves with every default. */
export default function provideApplication(project: TestProject): Promise<() => Promise<void>> {
  const build = buildApplication()
  return serveOnce('applications', project, async () => startApplication({ build: await build }))
}
