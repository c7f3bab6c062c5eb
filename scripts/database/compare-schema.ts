import { startPostgres } from '../services/postgres/start-postgres'
import { listMigrations, writeMigration } from './migration-folder'
import { type Databases, filters, readSchema, withEngine } from './schema-engine'

/** Runs `work` with a temporary database in memory. */
async function withScratch<T>(work: (databases: Databases) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ port: 0 })
  try {
    return await work({ url: postgres.url, scratch: postgres.url })
  } finally {
    await postgres.close()
  }
}

/** @returns the SQL from the migrations to the schema, null when they are equal */
export function findDrift(): Promise<string | null> {
  return withScratch((databases) =>
    withEngine(databases, async (engine) => {
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'migrations', ...listMigrations() },
        to: { tag: 'schemaDatamodel', files: readSchema() },
        script: true,
        exitCode: true,
        filters,
      })
      return exitCode === 0 ? null : (stdout ?? '')
    }),
  )
}

/** `20261224180000`, in UTC: names sort by age. */
const timestamp = (now: Date) => now.toISOString().replace(/\D/g, '').slice(0, 14)

/** Writes a migration for the difference between migrations and schema. @returns the file, null without a difference */
export async function createMigration(name: string, now: Date): Promise<string | null> {
  const script = await findDrift()
  return script === null ? null : writeMigration(`${timestamp(now)}_${name}`, script)
}
