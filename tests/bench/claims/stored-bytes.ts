import { PrismaPg } from '@prisma/adapter-pg'
import { Redis } from 'ioredis'
import type { ClaimFigure } from '@/lib/figures/claims'
import { toFigure } from '@/tests/bench/claims/figure'
import { logInAt } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import { newPerson } from '@/tests/integration/support/person'
import { letIn, look, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const sessions = 20

/** What one session takes up in PostgreSQL and Redis: the rows and keys that there are more of after so many logins. */
export async function measureStoredBytes(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { DATABASE_URL: ownPostgres = '', EMBEDDED_REDIS_URL: ownRedis = '' } = stage.stores.env
  const figures: ClaimFigure[] = []
  // Of another user each: a user has a limited number of sessions. They are there before the bytes are counted.
  const people = await Promise.all(Array.from({ length: sessions }, () => newPerson()))
  for (const model of models) {
    const before = (await bytesInPostgres(ownPostgres)) + (await bytesInRedis(ownRedis))
    for (const { userId } of people) await letIn(look((await start(model, userId)).cookies))
    const after = (await bytesInPostgres(ownPostgres)) + (await bytesInRedis(ownRedis))
    figures.push(toFigure('stored_bytes', model, Math.round((after - before) / sessions), 'bytes'))
  }

  const peers = await stage.peers()
  if (!peers) return figures
  await logInAt(peers, 'better-auth-table')
  const before = await bytesInPostgres(peers.databaseUrl)
  for (let index = 0; index < sessions; index += 1) await logInAt(peers, 'better-auth-table')
  const bytes = Math.round(((await bytesInPostgres(peers.databaseUrl)) - before) / sessions)
  return [...figures, toFigure('stored_bytes', 'better-auth-table', bytes, 'bytes')]
}

async function bytesInPostgres(connectionString: string): Promise<number> {
  const rows = await readRows(
    connectionString,
    (table) => `SELECT coalesce(sum(pg_column_size(t.*)), 0)::int FROM ${table} t`,
  )
  return rows.map(Number).reduce((sum, bytes) => sum + bytes, 0)
}

/** Every row of every table as text, as in a dump that has leaked. */
export const dumpOf = async (connectionString: string): Promise<string> =>
  (await readRows(connectionString, (table) => `SELECT t::text FROM ${table} t`)).join('\n')

/** @returns the first column of what each table answers */
async function readRows(connectionString: string, sqlFor: (table: string) => string): Promise<readonly unknown[]> {
  const adapter = await new PrismaPg({ connectionString }).connect()
  const query = async (sql: string) => {
    const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] })
    return rows.map(([first]) => first)
  }
  try {
    const tables = await query(`SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'`)
    const found: unknown[] = []
    for (const table of tables) found.push(...(await query(sqlFor(String(table)))))
    return found
  } finally {
    await adapter.dispose()
  }
}

/** As Redis counts a key: its name, its value, and what it needs to find them again. */
export async function bytesInRedis(url: string): Promise<number> {
  const redis = new Redis(url)
  try {
    const names = await redis.keys('*')
    const sizes = await Promise.all(names.map((name) => redis.memory('USAGE', name, 'SAMPLES', 0)))
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  } finally {
    redis.disconnect()
  }
}
