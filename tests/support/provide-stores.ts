import type { TestProject } from 'vitest/node'
import { startStores } from '@/tests/support/stores'

declare module 'vitest' {
  interface ProvidedContext {
    stores: Readonly<Record<string, string>>
  }
}

/** Before the integration suite: one set of stores for all its files, which run one after the other. */
export default async function provideStores(project: TestProject): Promise<() => Promise<void>> {
  const stores = await startStores()
  project.provide('stores', stores.env)
  return stores.close
}
