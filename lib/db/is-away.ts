import * as z from 'zod/mini'
import { Prisma } from '@/lib/db/generated/client'

/**
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
