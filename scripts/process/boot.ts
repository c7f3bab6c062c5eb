import { applyMigrations, requireDirectConnection } from '../database/apply-migrations'
import { restoreRevocations } from '../database/restore-revocations'
import { hasPeople, seedPeople } from '../database/seed-people'
import { type Services, startServices } from '../services/start-services'
import type { Lifetime } from './lifetime'

/** `explain`: seeds nothing, and says how to log in where the embedded database has no account. */
export type Seed = 'always' | 'embedded' | 'explain' | 'never'

type Boot = { dataDir: string; seed: Seed; lifetime: Lifetime; log?: (line: string) => void }

const noAccount =
  'The database has no account yet: sign up in the browser, or start with SEED=on for the three accounts of the README.'

/** Services for what has no address, migrations, people: afterwards the database can be used. The end of `lifetime` closes them. */
export async function boot({ dataDir, seed, lifetime, log = console.log }: Boot): Promise<Services> {
  const services = await startServices({
    dataDir,
    env: process.env,
    log,
    onLost: (message) => {
      console.error(message)
      void lifetime.end(1)
    },
    async prepare(added, redis) {
      const isEmbedded = Boolean(added.DATABASE_URL)
      const url = added.DATABASE_URL ?? process.env.DATABASE_URL ?? ''
      const applied = await migrate(url, isEmbedded)
      if (applied.length > 0) log(`Migrations: applied ${applied.join(', ')}`)
      if (redis === 'forgotten') {
        // For lib/env, which reads the process's own.
        Object.assign(process.env, added)
        await restoreRevocations(url, new Date())
      }

      await addPeople({ url, isEmbedded, seed, log })
    },
  })
  lifetime.onClose(services.close)
  return services
}

interface People {
  url: string
  isEmbedded: boolean
  seed: Seed
  log: (line: string) => void
}

async function addPeople({ url, isEmbedded, seed, log }: People): Promise<void> {
  if (seed === 'explain') {
    if (isEmbedded && !(await hasPeople(url))) log(noAccount)
    return
  }
  if (seed === 'never' || (seed === 'embedded' && !isEmbedded)) return
  const created = await seedPeople(url)
  if (created.length > 0) log(`Seeded: ${created.join(', ')}`)
}

async function migrate(url: string, isEmbedded: boolean): Promise<string[]> {
  // The embedded PostgreSQL is one connection by design.
  if (isEmbedded) return applyMigrations(url)

  const direct = process.env.DATABASE_URL_UNPOOLED ?? url
  await requireDirectConnection(direct)
  return applyMigrations(direct)
}
