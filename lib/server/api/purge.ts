import 'server-only'
import * as z from 'zod'
import { Batches } from '@/lib/db/batches'
import { purge } from '@/lib/db/purge'
import { endCutOffSessions } from '@/lib/db/sessions/end' // model: stored, signed
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { isHashOf, sha256 } from '@/lib/ids'
import { logFailure } from '@/lib/log'
import { problem } from '@/lib/server/http/problem'
import { days, minutes, nowInSeconds, toDate } from '@/lib/time'

/** How long rows are kept after they were last needed. Seconds. */
const retention = {
  // model: stored, signed
  /** Long enough for their owner to recognise a session that was not theirs. */
  sessions: days(30),
  // end
  // model: signed
  /** A used token presented after this is theft with or without its row, so the grace window alone would do. */
  refreshTokens: days(1),
  // end
  auditEvents: days(365),
}

/** Milliseconds for a call. A platform ends a function after 60 seconds or later, and a batch that is under way needs some. */
const timeBudget = 45_000

const Count = z.int().nonnegative()

/** Rows: what a cut-off of everyone has not got round to, and what nobody needs any more. */
export const PurgeReport = z.object({
  ended: z.object({ sessions: Count }), // model: stored, signed
  deleted: z.object({
    sessions: Count, // model: stored, signed
    refreshTokens: Count, // model: signed
    deniedSessions: Count, // model: sealed
    auditEvents: Count,
  }),
  /** Whether rows are left that the time budget did not suffice for: then the next call goes on. */
  more: z.boolean(),
})
type PurgeReport = z.infer<typeof PurgeReport>

/** @param budget milliseconds */
export async function answerPurge(headers: Pick<Headers, 'get'>, budget = timeBudget): Promise<Response> {
  if (!isCron(headers.get('authorization'))) return problem('unauthenticated', { 'WWW-Authenticate': 'Bearer' })

  try {
    const before = (age: number) => toDate(nowInSeconds() - age)
    const batches = new Batches({ endsAt: performance.now() + budget })
    const ended = { sessions: await endCutOffSessions(before(0), batches) } // model: stored, signed
    const deleted = await purge(
      {
        sessionsOverBefore: before(retention.sessions), // model: stored, signed
        refreshTokensUsedBefore: before(retention.refreshTokens), // model: signed
        // model: sealed
        // A little later than needed, for a machine whose clock is behind.
        denialsExpiredBefore: before(minutes(1)),
        // end
        auditEventsBefore: before(retention.auditEvents),
      },
      batches,
    )
    const report: PurgeReport = {
      ended, // model: stored, signed
      deleted,
      more: batches.areLeft,
    }
    return Response.json(report, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('purge_unavailable', error)
    return problem('unavailable')
  }
}

/** Without a configured secret nobody may. Hashed first, so that the comparison takes the same time at any length. */
function isCron(authorization: string | null): boolean {
  const secret = env().CRON_SECRET
  return secret !== undefined && isHashOf(sha256(`Bearer ${secret}`), authorization ?? '')
}
