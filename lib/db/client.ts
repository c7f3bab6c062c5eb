import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { inUtc } from '@/lib/db/connection'
import { type Prisma, PrismaClient } from '@/lib/db/generated/client'
import { isAway } from '@/lib/db/is-away'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

function connect() {
  const { DATABASE_URL, DATABASE_CONNECT_TIMEOUT_MS: maxWait, DATABASE_TIMEOUT_MS: timeout } = env()
  const limits = { max: 10, connectionTimeoutMillis: maxWait, query_timeout: timeout }
  return new PrismaClient({
    adapter: new PrismaPg(inUtc(DATABASE_URL, limits)),
    transactionOptions: { maxWait, timeout },
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
    throw isAway(error) ? new UnavailableError('postgres', error) : error
  }
}

/** All or nothing. @throws {UnavailableError} */
export function inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return askPostgres((database) => database.$transaction(work))
}
