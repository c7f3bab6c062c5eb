import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resolve } from '@/lib/env-sources'

/** `node migrate.mjs` in the standalone folder: once for each deploy, before the new version serves. */

try {
  process.chdir(dirname(fileURLToPath(import.meta.url)))
  const { migrationUrl } = resolve(process.env)
  if (!migrationUrl) throw new Error('DATABASE_URL: missing')
  // Imported after chdir: these files look for the schema below the folder in which they load.
  const { migrateDirectly } = await import('../database/migrate-directly')
  console.log(await migrateDirectly(migrationUrl))
  // The engine leaves a connection open, which would end by itself after ten seconds.
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
