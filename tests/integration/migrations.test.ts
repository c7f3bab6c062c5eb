import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { applyMigrations } from '@/scripts/database/apply-migrations'
import { findDrift } from '@/scripts/database/compare-schema'
import { listMigrations } from '@/scripts/database/migration-folder'
import { seedPeople } from '@/scripts/database/seed-people'
import { type Postgres, startPostgres } from '@/scripts/services/postgres/start-postgres'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

const require = createRequire(import.meta.url)

let postgres: Postgres
let folder: TemporaryFolder
beforeAll(async () => {
  postgres = await startPostgres({ port: 0 })
  folder = await temporaryFolder()
})
afterAll(async () => {
  await postgres.close()
  await folder.remove()
})

async function query(sql: string): Promise<unknown[][]> {
  const client = await new PrismaPg({ connectionString: postgres.url, max: 1 }).connect()
  const { rows } = await client.queryRaw({ sql, args: [], argTypes: [] })
  await client.dispose()
  return rows
}

test('the schema engine has the version of the installed prisma', () => {
  const Package = z.object({ version: z.string() })
  const read = (file: string) => Package.parse(JSON.parse(readFileSync(file, 'utf8'))).version
  const engine = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const prisma = createRequire(require.resolve('prisma/package.json'))
  const engines = createRequire(prisma.resolve('@prisma/engines'))

  expect(read(join(engine, '..', 'package.json'))).toBe(read(engines.resolve('@prisma/engines-version/package.json')))
})

test('two set-ups of one process, each with its own copy of the module, migrate two databases at once', async () => {
  const databases = await Promise.all([startPostgres({ port: 0 }), startPostgres({ port: 0 })])
  const copies = []
  for (const { url } of databases) {
    vi.resetModules()
    const { applyMigrations: apply } = await import('@/scripts/database/apply-migrations')
    copies.push(() => apply(url))
  }

  const applied = await Promise.all(copies.map((apply) => apply()))
  expect(applied[0]).toEqual(listMigrations().migrationDirectories.map(({ path }) => path))
  expect(applied[1]).toEqual(applied[0])
  await Promise.all(databases.map(({ close }) => close()))
})

test('schema and migrations agree', async () => {
  expect(await findDrift()).toBeNull()
})

test('migrations are applied once, in order, and written where prisma looks for them', async () => {
  const names = listMigrations().migrationDirectories.map(({ path }) => path)
  expect(await applyMigrations(postgres.url)).toEqual(names)
  expect(await applyMigrations(postgres.url)).toEqual([])

  const rows = await query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1')
  expect(rows.flat()).toEqual(names)
})

test('a logged-in user stays logged in through the migrations, also after an earlier revocation of everyone', async () => {
  const fresh = await startPostgres({ port: 0 })
  const client = await new PrismaPg({ connectionString: fresh.url, max: 1 }).connect()
  const scripts = listMigrations().migrationDirectories.map(({ migrationFile }) => migrationFile.content.value)
  const [initial = '', ...others] = scripts
  await client.executeScript(`${initial}
    INSERT INTO "Site" VALUES (1, 7);
    INSERT INTO "User" (id, email, name, "passwordHash") VALUES ('u', 'u@example.com', '', '');
    INSERT INTO "Session" (id, "userId", model, "authenticatedAt", "lastSeenAt", "idleUntil", "endsAt")
      SELECT 's', 'u', 'stored', now(), now(), now(), now();`)

  for (const script of others) await client.executeScript(script)

  expect(
    (await client.queryRaw({ sql: 'SELECT "siteGeneration" FROM "Session"', args: [], argTypes: [] })).rows,
  ).toEqual([[7]])
  await client.dispose()
  await fresh.close()
})

test('two processes that boot concurrently both start', async () => {
  const fresh = await startPostgres({ port: 0 })
  const applied = await Promise.all([applyMigrations(fresh.url), applyMigrations(fresh.url)])
  expect(applied.flat().length).toBeGreaterThanOrEqual(1)
  expect(await applyMigrations(fresh.url)).toEqual([])
  await fresh.close()
})

test('seeding twice creates three users once, and never resets a password', async () => {
  expect(await seedPeople(postgres.url)).toHaveLength(3)
  await query(`UPDATE "User" SET "passwordHash" = 'changed' WHERE email = 'ada@example.com' RETURNING id`)
  expect(await seedPeople(postgres.url)).toEqual([])

  const rows = await query(`SELECT email, role::text, left("passwordHash", 30) FROM "User" ORDER BY email`)
  expect(rows).toEqual([
    ['ada@example.com', 'admin', 'changed'],
    ['grace@example.com', 'editor', '$argon2id$v=19$m=19456,t=2,p=1'],
    ['linus@example.com', 'member', '$argon2id$v=19$m=19456,t=2,p=1'],
  ])
})

/** Runs a script where the schema has one more column: in a copy that shares the packages. */
function inChangedCopy(script: string, ...args: string[]): string {
  const project = join(folder.path, script)
  for (const part of ['prisma', 'scripts', 'lib', 'tsconfig.json', 'package.json']) {
    cpSync(resolve(part), join(project, part), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'), 'junction')
  const schema = join(project, 'prisma/schema/session.prisma')
  writeFileSync(schema, readFileSync(schema, 'utf8').replace('model Site {', 'model Site {\n  motto String?'))
  const tsx = ['--import', 'tsx', `scripts/${script}.ts`, ...args]
  return execFileSync(process.execPath, tsx, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

test('a schema without its migration fails the check, with advice', () => {
  expect(() => inChangedCopy('check-schema')).toThrow(/db:migration[\s\S]*ADD COLUMN {5}"motto" TEXT/)
})

test('a migration is written by the engine', () => {
  expect(inChangedCopy('migration', 'motto')).toMatch(/prisma\/migrations\/\d{14}_motto\/migration\.sql/)
})
