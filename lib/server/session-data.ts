import 'server-only'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { setCookies } from '@/lib/server/cookie-jar'
import { currentCheck } from '@/lib/server/current-check'
import type { DataChange } from '@/lib/server/lifecycle'
import { lifecycleOf } from '@/lib/server/lifecycles'
import { noData, type SessionData } from '@/lib/session/session-data'
import { nowInSeconds } from '@/lib/time'

/** @returns the bag of the visitor who is logged in now; empty for a stranger */
export async function getSessionData(): Promise<SessionData> {
  const { visitor, now } = await currentCheck()
  const data = visitor.verdict === 'allowed' ? await lifecycleOf(visitor.credential).readData(now) : null
  return data ?? noData
}

/**
 * Only from an action or a route handler: a changed sealed session is a new cookie.
 * @returns `ended` when the session ended meanwhile: nothing was written, and nothing comes back to life
 * @throws {UnavailableError}
 */
export async function changeSessionData(
  { credential }: AllowedVisitor,
  change: DataChange,
): Promise<'saved' | 'ended' | 'too_large'> {
  const changed = await lifecycleOf(credential).changeData(change, nowInSeconds())
  if (typeof changed === 'string') return changed

  await setCookies(changed.cookies)
  return 'saved'
}
