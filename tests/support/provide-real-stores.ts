import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '@/scripts/database/apply-migrations'
import { loadSecrets } from '@/scripts/services/secrets'
import { claimKeyspace, createDatabase } from '@/tests/support/isolated-stores'
import { forEachLane } from '@/tests/support/lanes'
import { type RealStores, realStoresObstacle, startRealStores } from '@/tests/support/real-stores'
import { temporaryFolder } from '@/tests/support/temporary-folder'
import { startUpstashProcess } from '@/tests/support/upstash-process'

type Variables = Readonly<Record<string, string>>

declare module 'vitest' {
  interface ProvidedContext {
    /** The variables of one PostgreSQL and one Redis, of which each file uses a part. Empty if there are none. */
    realStores: Variables
    /** For each lane: a keyspace of that Redis, the Upstash protocol in front of it, secrets. Each file adds a database. */
    realLanes: readonly Variables[]
  }
}

/** Runs before the files that need real stores. A migrated database is the template of theirs. */
export default async function provideRealStores(project: TestProject): Promise<() => Promise<void>> {
  if (realStoresObstacle) return provideNothing(project)

  const stores = await startRealStores()
  const template = await createDatabase(stores.databaseUrl)
  await applyMigrations(template.url)
  const lanes = await forEachLane(project, () => startLane(stores))
  project.provide('realStores', {
    TEST_DATABASE_URL: stores.databaseUrl,
    TEST_DATABASE_TEMPLATE: template.name,
    TEST_REDIS_URL: stores.redisUrl,
  })
  project.provide(
    'realLanes',
    lanes.map(({ env }) => env),
  )
  return async () => {
    await Promise.all(lanes.map(({ stop }) => stop()))
    await template.drop()
    await stores.close()
  }
}

/** Lets the files load, and report why they skip their tests. */
async function provideNothing(project: TestProject): Promise<() => Promise<void>> {
  const nobody = {
    DATABASE_URL: 'postgresql://none@127.0.0.1:9/nothing',
    UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9',
  }
  const secrets = await makeSecrets()
  project.provide('realStores', {})
  project.provide('realLanes', [{ ...secrets, ...nobody }])
  return async () => undefined
}

/** A process in front of Redis takes a second to start: the files of a lane share one. */
async function startLane({ databaseUrl, redisUrl }: RealStores) {
  const keyspace = await claimKeyspace(redisUrl)
  const upstash = await startUpstashProcess(keyspace.url)
  return {
    env: { ...(await makeSecrets()), ...upstash.env, DATABASE_URL: databaseUrl, EMBEDDED_REDIS_URL: keyspace.url },
    stop: async () => {
      await upstash.stop()
      await keyspace.release()
    },
  }
}

async function makeSecrets(): Promise<Variables> {
  const folder = await temporaryFolder()
  const secrets = await loadSecrets(join(folder.path, 'secrets.json'))
  await folder.remove()
  return secrets
}
