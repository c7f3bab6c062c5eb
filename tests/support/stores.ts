import { applyMigrations } from '@/scripts/database/apply-migrations'
import { startServices } from '@/scripts/services/start-services'
import { givenStores, type IsolatedStores, isolate } from '@/tests/support/isolated-stores'
import { startStoresProcess } from '@/tests/support/stores-process'
import { copyTemplateDatabase } from '@/tests/support/template-database'
import { temporaryFolder } from '@/tests/support/temporary-folder'
import { waitingFor } from '@/tests/support/waits'

/** The variables of a migrated, empty database and an empty Redis, secrets included. */
export interface Stores {
  env: Readonly<Record<string, string>>
  close: () => Promise<void>
}

/** Starts embedded stores in a folder of their own, or uses parts of the real stores of the run or the caller. */
export function startStores(real: { databaseUrl: string; redisUrl: string } | null = givenStores()): Promise<Stores> {
  return waitingFor('stores', () => start(real))
}

async function start(real: { databaseUrl: string; redisUrl: string } | null): Promise<Stores> {
  const isolated = real ? await isolate(real) : null
  const folder = await temporaryFolder()
  const services = await (isolated ? serve(folder.path, isolated) : serveTemplate(folder.path))
  const env: Record<string, string> = { ...isolated?.env, ...services.env }

  return {
    env,
    close: async () => {
      await services.close()
      await isolated?.drop()
      await folder.remove()
    },
  }
}

async function serve(dataDir: string, { env, isMigrated }: IsolatedStores) {
  const services = await startServices({ dataDir, env, log: () => undefined })
  if (!isMigrated) await applyMigrations(env.DATABASE_URL)
  return services
}

async function serveTemplate(dataDir: string) {
  await copyTemplateDatabase(dataDir)
  return startStoresProcess(dataDir)
}
