import { applyMigrations, requireDirectConnection } from './apply-migrations'

/** Applies what is pending, through no pooler. @returns one line that says what was done */
export async function migrateDirectly(url: string): Promise<string> {
  await requireDirectConnection(url)
  const applied = await applyMigrations(url)
  return applied.length > 0 ? `Migrations: applied ${applied.join(', ')}` : 'Migrations: none pending'
}
