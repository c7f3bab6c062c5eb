import * as z from 'zod/mini'
import { Prisma } from '@/lib/db/generated/client'

/**
 * Prisma tells an absent database in many ways; all of these were seen with a real one stopped, frozen or full
 * (tests/integration/postgres-away.real.test.ts). Anything else is a mistake of ours and must stay one.
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
