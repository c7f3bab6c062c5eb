import type { TestProject } from 'vitest/node'
import { startApplication } from '@/tests/support/application'
import { buildWithLab } from '@/tests/support/build'
import { serveOnce } from '@/tests/support/serve-once'

/** Before the suite of the lab: the application, built and served with it. */
export default function provideLab(project: TestProject): Promise<() => Promise<void>> {
  const build = buildWithLab()
  return serveOnce('labs', project, async () => startApplication({ build: await build, env: { LAB: 'on' } }))
}
