import 'server-only'
import { currentCheck, setCookies } from '@/lib/server/guards/current'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import type { DataChange } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { noData, type SessionData } from '@/lib/session/session-data'
import { nowInSeconds } from '@/lib/time'

/** @returns the bag of the visitor who is logged in now; empty for a stranger */
export async function getSessionData(): Promise<SessionData> {
  const { visitor, now } = await currentCheck()
  const data =
    visitor.verdict === 'allowed' ? await lifecycleOf(visitor.credential).readData(visitor.credential, now) : null
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
  const changed = await lifecycleOf(credential).changeData(credential, change, nowInSeconds())
  if (typeof changed === 'string') return changed

  await setCookies(changed.cookies)
  return 'saved'
}
