import 'server-only'
import * as z from 'zod'
import { Batches, purge } from '@/lib/db/purge'
import { endCutOffSessions } from '@/lib/db/sessions/end' // model: stored, signed
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { isHashOf, sha256 } from '@/lib/ids'
import { logFailure } from '@/lib/log'
import { deleteUnverifiedAccounts } from '@/lib/server/account/expire' // feature: mail
import { problem } from '@/lib/server/http/problem'
import { sendMailNow } from '@/lib/server/mail/outbox' // feature: mail
import { days, minutes, nowInSeconds, toDate } from '@/lib/time'

/** How long rows are stored after their last use. Seconds. */
const retention = {
  // model: stored, signed
  /** Long enough for the user to recognise a session that an attacker has started. */
  sessions: days(30),
  // end
  // model: signed
  /** A used token presented after this counts as a replay even without its row, so the grace window alone would do. */
  refreshTokens: days(1),
  // end
  auditEvents: days(365),
}

/** Milliseconds for a call. A platform ends a function after 60 seconds or later, and a running batch needs some of them. */
const timeBudget = 45_000

const Count = z.int().nonnegative()

/** Counts of rows: sessions that were revoked with all others and are now ended, and expired rows that were deleted. */
export const PurgeReport = z.object({
  ended: z.object({ sessions: Count }), // model: stored, signed
  deleted: z.object({
    sessions: Count, // model: stored, signed
    refreshTokens: Count, // model: signed
    deniedSessions: Count, // model: sealed
    auditEvents: Count,
    mail: Count, // feature: mail
    mailLinks: Count, // feature: mail
    addressChanges: Count, // feature: mail
    challenges: Count, // feature: second-factor
    loginNotices: Count, // feature: mail
  }),
  expired: z.object({ accounts: Count }), // feature: mail
  sent: z.object({ mail: Count }), // feature: mail
  /** Whether the time budget was too short for all rows: then the next call continues. */
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
        // A little later than needed, because of clock skew.
        denialsExpiredBefore: before(minutes(1)),
        // end
        auditEventsBefore: before(retention.auditEvents),
      },
      batches,
    )
    const expired = { accounts: await deleteUnverifiedAccounts(nowInSeconds()) } // feature: mail
    const sent = { mail: await sendMailNow() } // feature: mail
    const report: PurgeReport = {
      ended, // model: stored, signed
      deleted,
      expired, // feature: mail
      sent, // feature: mail
      more: batches.areLeft,
    }
    return Response.json(report, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('purge_unavailable', error)
    return problem('unavailable')
  }
}

/** Without a configured secret every call is refused. Hashed first, so that the comparison takes the same time at any length. */
function isCron(authorization: string | null): boolean {
  const secret = env().CRON_SECRET
  return secret !== undefined && isHashOf(sha256(`Bearer ${secret}`), authorization ?? '')
}
