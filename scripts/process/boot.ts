import { restoreRevocations } from '../database/restore-revocations'
import { seedPeople } from '../database/seed-people'
import { fromDevelopmentPackages } from '../services/development-packages'
import { type Services, startServices } from '../services/start-services'

type Boot = { dataDir: string; seed: 'always' | 'embedded' | 'never'; log?: (line: string) => void }

/** Services for what has no address, migrations, people: afterwards the database can be used. */
export function boot({ dataDir, seed, log = console.log }: Boot): Promise<Services> {
  return startServices({
    dataDir,
    env: process.env,
    log,
    async prepare(added, redis) {
      const url = added.DATABASE_URL ?? process.env.DATABASE_URL ?? ''
      const { applyMigrations } = await fromDevelopmentPackages(() => import('../database/apply-migrations'))
      const applied = await applyMigrations(url)
      if (applied.length > 0) log(`Migrations: applied ${applied.join(', ')}`)
      if (redis === 'forgotten') {
        // For lib/env, which reads the process's own.
        Object.assign(process.env, added)
        await restoreRevocations(url, new Date())
      }

      const isEmbedded = Boolean(added.DATABASE_URL)
      if (seed === 'never' || (seed === 'embedded' && !isEmbedded)) return
      const created = await seedPeople(url)
      if (created.length > 0) log(`Seeded: ${created.join(', ')}`)
    },
  })
}
