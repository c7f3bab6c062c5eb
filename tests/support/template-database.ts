import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { applyMigrations } from '@/scripts/database/apply-migrations'
import { startPostgres } from '@/scripts/services/postgres/start-postgres'
import { temporaryFolder } from '@/tests/support/temporary-folder'

/**
 * Copies a migrated, empty embedded database below `dataDir`, where the services look for theirs. Creating one takes
 * five seconds, copying it less than one. The original is created once per checkout and version of the migrations.
 */
export async function copyTemplateDatabase(dataDir: string): Promise<void> {
  await cp(await template(), join(dataDir, 'postgres'), { recursive: true })
}

let made: Promise<string> | undefined
const template = () => (made ??= makeTemplate())

async function makeTemplate(): Promise<string> {
  const templates = join(process.cwd(), '.data/tests/templates')
  const path = join(templates, await hashOfMigrations())
  if (existsSync(path)) return path

  const folder = await temporaryFolder()
  const postgres = await startPostgres({ folder: join(folder.path, 'postgres'), port: 0 })
  await applyMigrations(postgres.url)
  await postgres.close()
  await mkdir(templates, { recursive: true })
  await cp(join(folder.path, 'postgres'), `${path}.${process.pid}`, { recursive: true })
  await folder.remove()
  // Another process may have created it first: then its copy is used.
  await rename(`${path}.${process.pid}`, path).catch(() => rm(`${path}.${process.pid}`, { recursive: true }))
  return path
}

async function hashOfMigrations(): Promise<string> {
  const hash = createHash('sha256').update(await readFile('node_modules/@electric-sql/pglite/package.json'))
  const files = await readdir('prisma/migrations', { recursive: true, withFileTypes: true })
  for (const file of files.filter((entry) => entry.isFile()).toSorted((a, b) => a.name.localeCompare(b.name))) {
    hash.update(await readFile(join(file.parentPath, file.name)))
  }
  return hash.digest('hex').slice(0, 16)
}
