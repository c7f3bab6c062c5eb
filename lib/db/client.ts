import 'server-only'
import { inUtc } from '@/lib/db/connection'
import { type Prisma, PrismaClient } from '@/lib/db/generated/client'
import { adviceFor, isAway } from '@/lib/db/is-away'
import { WakingAdapter } from '@/lib/db/waking-adapter'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

function connect() {
  const { DATABASE_URL, DATABASE_CONNECT_TIMEOUT_MS: maxWait, DATABASE_TIMEOUT_MS: timeout } = env()
  const limits = { connectionTimeoutMillis: maxWait, query_timeout: timeout }
  return new PrismaClient({
    adapter: new WakingAdapter(inUtc(DATABASE_URL, limits)),
    // Two attempts to connect, and what lies between them.
    transactionOptions: { maxWait: 2 * maxWait + 500, timeout },
  })
}

/** Hot reloading evaluates this file again and again; one pool outlives it. */
const holder: typeof globalThis & { prisma?: PrismaClient } = globalThis

type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

/** @throws {UnavailableError} when Postgres is away; what the query itself got wrong is thrown as it is */
export async function askPostgres<T>(question: (database: Database) => Promise<T>): Promise<T> {
  holder.prisma ??= connect()
  try {
    return await question(holder.prisma)
  } catch (error) {
    const advice = adviceFor(error)
    throw advice !== null || isAway(error) ? new UnavailableError('postgres', error, advice) : error
  }
}

/** All or nothing. @throws {UnavailableError} */
export function inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return askPostgres((database) => database.$transaction(work))
}
