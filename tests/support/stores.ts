import { startServices } from '@/scripts/services/start-services'
import { isolate } from '@/tests/support/isolated-stores'
import { temporaryFolder } from '@/tests/support/temporary-folder'

/** The variables that reach a migrated, empty database and an empty Redis, secrets included. */
export interface Stores {
  env: Readonly<Record<string, string>>
  close: () => Promise<void>
}

/** Embedded ones in a folder of their own, or parts of the real ones of TEST_DATABASE_URL and TEST_REDIS_URL. */
export async function startStores(): Promise<Stores> {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env
  const real = databaseUrl && redisUrl ? await isolate({ databaseUrl, redisUrl }) : null
  const folder = await temporaryFolder()
  const services = await startServices({ dataDir: folder.path, env: { ...real?.env }, log: () => undefined })

  return {
    env: services.env,
    close: async () => {
      await services.close()
      await real?.drop()
      await folder.remove()
    },
  }
}
