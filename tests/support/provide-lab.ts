// feature: lab (this file)
import type { TestProject } from 'vitest/node'
import { startLabOrigins } from '@/tests/lab/support/lab-origins'
import { buildWithLab } from '@/tests/support/build'
import { serveOnce } from '@/tests/support/serve-once'

/**
 * Runs before the suite of the lab: the application, built and served with the lab, and another service that accepts
 * its tokens.
 */
export default function provideLab(project: TestProject): Promise<() => Promise<void>> {
  const build = buildWithLab()
  return serveOnce('labs', project, async () => startLabOrigins(await build))
}
