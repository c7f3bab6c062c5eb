import { applyMigrations, requireDirectConnection } from '../database/apply-migrations'
import { restoreRevocations } from '../database/restore-revocations'
import { hasPeople, seedPeople } from '../database/seed-people'
import { seedSecondFactor } from '../database/seed-second-factor' // feature: second-factor
import { type Services, startServices } from '../services/start-services'
import type { Lifetime } from './lifetime'

/** `explain`: seeds nothing, and prints how to log in where the embedded database has no account. */
export type Seed = 'always' | 'embedded' | 'explain' | 'never'

type Boot = { dataDir: string; seed: Seed; lifetime: Lifetime; log?: (line: string) => void }

const noAccount =
  'The database has no account yet: sign up in the browser, or start with SEED=on for the three accounts of the README.'

/** Starts services for stores without an address, applies migrations and seeds accounts. `lifetime` closes the services. */
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
        // For lib/env, which reads the environment of this process.
        Object.assign(process.env, added)
        await restoreRevocations(url, new Date())
      }

      // feature: second-factor
      const isSeeded = await addPeople({ url, isEmbedded, seed, log })
      const passwords = added.SESSION_PASSWORDS ?? process.env.SESSION_PASSWORDS
      if (isSeeded && passwords) log(await seedSecondFactor(url, passwords))
      // end, otherwise: await addPeople({ url, isEmbedded, seed, log })
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

/** @returns whether the accounts of the README are there */
async function addPeople({ url, isEmbedded, seed, log }: People): Promise<boolean> {
  if (seed === 'explain') {
    if (isEmbedded && !(await hasPeople(url))) log(noAccount)
    return false
  }
  if (seed === 'never' || (seed === 'embedded' && !isEmbedded)) return false

  const created = await seedPeople(url)
  if (created.length > 0) log(`Seeded: ${created.join(', ')}`)
  return true
}

async function migrate(url: string, isEmbedded: boolean): Promise<string[]> {
  // The embedded PostgreSQL has one connection by design.
  if (isEmbedded) return applyMigrations(url)

  const direct = process.env.DATABASE_URL_UNPOOLED ?? url
  await requireDirectConnection(direct)
  return applyMigrations(direct)
}
