import { applyMigrations, requireDirectConnection } from '../database/apply-migrations'
import { restoreRevocations } from '../database/restore-revocations'
import { seedPeople } from '../database/seed-people'
import { type Services, startServices } from '../services/start-services'

type Boot = { dataDir: string; seed: 'always' | 'embedded' | 'never'; log?: (line: string) => void }

/** Services for what has no address, migrations, people: afterwards the database can be used. */
export function boot({ dataDir, seed, log = console.log }: Boot): Promise<Services> {
  return startServices({
    dataDir,
    env: process.env,
    log,
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

      if (seed === 'never' || (seed === 'embedded' && !isEmbedded)) return
      const created = await seedPeople(url)
      if (created.length > 0) log(`Seeded: ${created.join(', ')}`)
    },
  })
}

async function migrate(url: string, isEmbedded: boolean): Promise<string[]> {
  // The embedded PostgreSQL is one connection by design.
  if (isEmbedded) return applyMigrations(url)

  const direct = process.env.DATABASE_URL_UNPOOLED ?? url
  await requireDirectConnection(direct)
  return applyMigrations(direct)
}
