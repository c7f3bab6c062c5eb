import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import * as z from 'zod/mini'
import { adviceFor, connectionInUtc } from '@/lib/db/connection'
import { Prisma, PrismaClient } from '@/lib/db/generated/client'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

function connect() {
  const { DATABASE_URL, DATABASE_CONNECT_TIMEOUT_MS: maxWait, DATABASE_TIMEOUT_MS: timeout } = env()
  const limits = { connectionTimeoutMillis: maxWait, query_timeout: timeout }
  return new PrismaClient({
    adapter: new WakingAdapter(connectionInUtc(DATABASE_URL, limits)),
    // Two attempts to connect, and the time between them.
    transactionOptions: { maxWait: 2 * maxWait + 500, timeout },
  })
}

/** Hot reloading evaluates this file again and again; the pool survives it. */
const holder: typeof globalThis & { prisma?: PrismaClient } = globalThis

type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

/** Runs a query. @throws {UnavailableError} when Postgres is unavailable or misconfigured; errors of the query itself pass */
export async function askPostgres<T>(question: (database: Database) => Promise<T>): Promise<T> {
  holder.prisma ??= connect()
  try {
    return await question(holder.prisma)
  } catch (error) {
    const advice = adviceFor(error)
    throw advice !== null || isAway(error) ? new UnavailableError('postgres', error, advice) : error
  }
}

/** Runs a transaction. @throws {UnavailableError} */
export function inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return askPostgres((database) => database.$transaction(work))
}

/** Reads a table, so that a database without migrations fails. @throws {UnavailableError} */
export async function pingPostgres(): Promise<void> {
  await askPostgres((database) => database.$queryRaw`SELECT 1 FROM "User" LIMIT 1`)
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Pool = ReturnType<Adapter['underlyingDriver']>
type Done = (release?: boolean | Error) => void
interface Client {
  release: Done
}
type Connected = (error: unknown, client: Client | undefined, done: Done) => void

/**
 * Connects a second time after a connection timeout: a suspended database (Neon and others) needs up to five seconds to
 * resume, and resumes at the first attempt. Nothing was sent before, so nothing runs twice.
 */
export class WakingAdapter extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    connectTwice(adapter.underlyingDriver())
    return adapter
  }
}

/** Without a free connection in the pool there is no second attempt. */
function connectTwice(pool: Pool): void {
  const connectOnce: () => Promise<Client> = pool.connect.bind(pool)
  const connect = () =>
    connectOnce().catch((error: unknown) => {
      if (isTimeout(error)) return connectOnce()
      throw error
    })
  // `pool.query` uses the form with a callback, the adapter's transactions the other.
  const inBothForms = (callback?: Connected) => {
    if (!callback) return connect()
    return connect().then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error) => callback(error, undefined, () => undefined),
    )
  }
  Object.assign(pool, { connect: inBothForms })
}

/** pg-pool's message for a new connection. For a place in the pool it has another one. */
const isTimeout = (error: unknown) =>
  error instanceof Error && error.message === 'Connection terminated due to connection timeout'

/*
 * Prisma reports an unavailable database in many ways; all of these were seen with a real one stopped, frozen or full
 * (tests/integration/stores-away.real.test.ts). Any other error is a bug of ours and is not treated as an outage.
 */

/**
 * P1...: cannot connect. P2024: no free connection in the pool. P2028: a transaction did not start or finish. P2034: a
 * deadlock.
 */
const awayCodes = /^(P1\d{3}|P2024|P2028|P2034)$/

const awayKinds = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']

/** Class 08: connection exceptions. 57P: shutting down or starting up. 53300: too many connections. 40...: lost to another one. */
const awaySqlStates = /^(08|57P|53300|40P01|40001)/

/** The pg driver throws plain errors for its own timeouts and for a closed socket. */
const awayMessages = /^(Query read timeout|timeout exceeded when trying to connect|Connection terminated)/

const AdapterMeta = z.object({
  driverAdapterError: z.object({ cause: z.object({ kind: z.string(), originalCode: z.optional(z.string()) }) }),
})

export function isAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError)
    return awayCodes.test(error.code) || isAwayBelow(error.meta)
  return error instanceof Error && awayMessages.test(error.message)
}

/** Raw queries report every error as P2010, with the reason in `meta`. */
function isAwayBelow(meta: unknown): boolean {
  const cause = AdapterMeta.safeParse(meta).data?.driverAdapterError.cause
  if (!cause) return false
  return awayKinds.includes(cause.kind) || awaySqlStates.test(cause.originalCode ?? '')
}
