import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { connectionInUtc } from '@/lib/db/connection'
import { listMigrations } from './migration-folder'
import { filters, withEngine } from './schema-engine'

type Session = Awaited<ReturnType<PrismaPg['connect']>>

/** Any number that no other program uses as an advisory lock in this database. The engine's own is 72707369. */
const lockId = 7_270_737
const lockTimeout = '5min'

/**
 * Applies pending migrations, one process after the other: the engine waits ten seconds for its own lock and then
 * fails, which two concurrent deploys would cause. @returns the names of the applied migrations, oldest first
 */
export async function applyMigrations(url: string): Promise<string[]> {
  return withSession(url, async (holder) => {
    await run(holder, `SET lock_timeout = '${lockTimeout}'`)
    await run(holder, `SELECT pg_advisory_lock(${lockId})::text`)
    try {
      return await runEngine(url)
    } finally {
      await run(holder, `SELECT pg_advisory_unlock(${lockId})::text`)
    }
  })
}

/**
 * On PGlite all clients share one connection, and so every lock: the slower of two processes may see the other's work
 * half done, and finds it complete when it tries again.
 */
async function runEngine(url: string, attempts = 3): Promise<string[]> {
  const migrationsList = listMigrations()
  try {
    const output = await withEngine({ url }, (engine) => engine.applyMigrations({ migrationsList, filters }))
    return output.appliedMigrationNames
  } catch (error) {
    if (attempts === 1) throw error
    await sleep(1000)
    return runEngine(url, attempts - 1)
  }
}

/**
 * A transaction pooler gives each statement another connection: one would take the advisory lock of a migration,
 * another would release it. Two open connections with the same server process show such a pooler.
 * @throws where `url` is the address of a pooler
 */
export async function requireDirectConnection(url: string): Promise<void> {
  const isPooled = await withSession(url, (first) =>
    withSession(
      url,
      async (second) => (await processOf(first)) === (await processOf(second)) && !(await isEmbedded(first)),
    ),
  )
  if (isPooled) {
    throw new Error(
      'Migrations need a direct connection, but this is the address of a connection pooler. ' +
        'Set DATABASE_URL_UNPOOLED to the direct address of the same database.',
    )
  }
}

/** PGlite has one process for all clients, and is not a pooler. */
const isEmbedded = async (session: Session) =>
  /wasm|emcc/i.test(String((await run(session, 'SELECT version()'))[0]?.[0]))

const processOf = async (session: Session) => (await run(session, 'SELECT pg_backend_pid()::text AS pid'))[0]?.[0]

const run = async (session: Session, sql: string) => (await session.queryRaw({ sql, args: [], argTypes: [] })).rows

async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await new PrismaPg(connectionInUtc(url, { max: 1 })).connect()
  try {
    return await work(session)
  } finally {
    await session.dispose()
  }
}
