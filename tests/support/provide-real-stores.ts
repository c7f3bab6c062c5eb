import type { TestProject } from 'vitest/node'
import { applyMigrations } from '@/scripts/database/apply-migrations'
import { createDatabase } from '@/tests/support/isolated-stores'
import { realStoresObstacle, startRealStores } from '@/tests/support/real-stores'

declare module 'vitest' {
  interface ProvidedContext {
    /** The variables that reach one PostgreSQL and one Redis, of which each file takes a part. Empty where there are none. */
    realStores: Readonly<Record<string, string>>
  }
}

/** Before the files that need real stores. A database that is migrated already serves as the template of theirs. */
export default async function provideRealStores(project: TestProject): Promise<() => Promise<void>> {
  if (realStoresObstacle) {
    project.provide('realStores', {})
    return async () => undefined
  }
  const { databaseUrl, redisUrl, close } = await startRealStores()
  const template = await createDatabase(databaseUrl)
  await applyMigrations(template.url)
  project.provide('realStores', {
    TEST_DATABASE_URL: databaseUrl,
    TEST_DATABASE_TEMPLATE: template.name,
    TEST_REDIS_URL: redisUrl,
  })
  return async () => {
    await template.drop()
    await close()
  }
}
