import { applyMigrations, requireDirectConnection } from './apply-migrations'

/** Applies pending migrations, on a direct connection. @returns one line for the log */
export async function migrateDirectly(url: string): Promise<string> {
  await requireDirectConnection(url)
  const applied = await applyMigrations(url)
  return applied.length > 0 ? `Migrations: applied ${applied.join(', ')}` : 'Migrations: none pending'
}
