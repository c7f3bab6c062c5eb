import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import * as z from 'zod/mini'
import { connectionInUtc } from '@/lib/db/connection'
import { Prisma, PrismaClient } from '@/lib/db/generated/client'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

function connect() {
  const { DATABASE_URL, DATABASE_CONNECT_TIMEOUT_MS: maxWait, DATABASE_TIMEOUT_MS: timeout } = env()
  const limits = { connectionTimeoutMillis: maxWait, query_timeout: timeout }
  return new PrismaClient({
    adapter: new WakingAdapter(connectionInUtc(DATABASE_URL, limits)),
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

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Pool = ReturnType<Adapter['underlyingDriver']>
type Done = (release?: boolean | Error) => void
interface Client {
  release: Done
}
type Connected = (error: unknown, client: Client | undefined, done: Done) => void

/**
 * Connects a second time when a connection was not there in time: a database that sleeps while it is not used (Neon and others)
 * needs up to five seconds to wake up, and wakes up by the first attempt. Nothing was sent before, so nothing is done twice.
 */
export class WakingAdapter extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    connectTwice(adapter.underlyingDriver())
    return adapter
  }
}

/** A pool without a free connection is not asked again. */
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

/** pg-pool's words for a new connection. For a place in the pool it has others. */
const isTimeout = (error: unknown) =>
  error instanceof Error && error.message === 'Connection terminated due to connection timeout'

/*
 * Prisma tells an absent database in many ways; all of these were seen with a real one stopped, frozen or full
 * (tests/integration/stores-away.real.test.ts). Anything else is a mistake of ours and must stay one.
 */

/** P1...: cannot connect. P2024: the pool is exhausted. P2028: a transaction could not start, finish, or was lost. P2034: it lost a deadlock. */
const awayCodes = /^(P1\d{3}|P2024|P2028|P2034)$/

const awayKinds = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']

/** Class 08: connection exceptions. 57P: the server is shutting down or starting up. 53300: too many connections. 40...: lost to another. */
const awaySqlStates = /^(08|57P|53300|40P01|40001)/

/** The pg driver throws plain errors when its own patience ends, or the socket does. */
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

/** Raw queries report everything as P2010 and keep the reason in `meta`. */
function isAwayBelow(meta: unknown): boolean {
  const cause = AdapterMeta.safeParse(meta).data?.driverAdapterError.cause
  if (!cause) return false
  return awayKinds.includes(cause.kind) || awaySqlStates.test(cause.originalCode ?? '')
}

const advices: readonly [RegExp, string][] = [
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|unable to (get|verify)|self[- ]signed cert/i,
    'The certificate of PostgreSQL is signed by an authority that is not known here: add sslrootcert=FILE to the address, or sslmode=no-verify.',
  ],
  [/CERT_HAS_EXPIRED|certificate has expired/i, 'The certificate of PostgreSQL has expired.'],
  [/ALTNAME|altnames/i, 'The certificate of PostgreSQL is for another host than the address says.'],
  [/does not support SSL/i, 'PostgreSQL does not support TLS here: add sslmode=disable to the address.'],
  [
    /\b(28P01|28000|P1000)\b|AuthenticationFailed|password authentication/,
    'PostgreSQL refuses the user or the password.',
  ],
  [/\b(3D000|P1003)\b|DatabaseDoesNotExist/, 'The database does not exist.'],
  [
    /\b(42P01|42703|P2021|P2022)\b|TableDoesNotExist|ColumnNotFound/,
    'A table or a column is missing: apply the migrations (npm run db:migrate).',
  ],
  [/\b(3F000)\b/, 'The schema does not exist.'],
  [/\b(42501)\b/, 'The user of PostgreSQL may not read or write a table.'],
]

/** @returns what the owner has to change, for an error that waiting does not cure; null for every other */
export function adviceFor(error: unknown): string | null {
  const text = factsOf(error).join('\n')
  return advices.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** Codes and messages on every level. They are compared here and logged nowhere. */
function factsOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > 6) return []

  const own = ['code', 'message', 'kind', 'originalCode', 'originalMessage'].map((name) =>
    String(Reflect.get(error, name) ?? ''),
  )
  const below = ['cause', 'meta', 'driverAdapterError'].flatMap((name) => factsOf(Reflect.get(error, name), depth + 1))
  return [...own, ...below]
}
