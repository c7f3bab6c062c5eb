import type { TestProject } from 'vitest/node'
import { forEachLane } from '@/tests/support/lanes'
import { startStores } from '@/tests/support/stores'

declare module 'vitest' {
  interface ProvidedContext {
    /** One set of stores for each lane. */
    stores: ReadonlyArray<Readonly<Record<string, string>>>
  }
}

/**
 * Runs before the integration suite: starts a set of stores for the files of each lane, which run one after the other.
 */
export default async function provideStores(project: TestProject): Promise<() => Promise<void>> {
  const stores = await forEachLane(project, () => startStores())
  project.provide(
    'stores',
    stores.map(({ env }) => env),
  )
  return async () => void (await Promise.all(stores.map(({ close }) => close())))
}
