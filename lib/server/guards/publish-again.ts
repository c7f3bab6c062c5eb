import 'server-only'
import { getVisitorWhoEnds, type Refused } from '@/lib/server/guards/require-session'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { publishCutOff } from '@/lib/server/sessions/revoke-all'

/**
 * The retry of a change that has revoked the other sessions of the account, and could not publish that. The change is
 * made by then and is not made again, so this needs no re-authentication. Idempotent.
 */
export async function publishAgain(form: FormData): Promise<Refused | { outcome: 'changed' | 'unfinished' }> {
  const visitor = await getVisitorWhoEnds(form)
  if (!visitor.ok) return visitor

  const isPublished = await orUnavailable(() => publishCutOff(visitor.session.userId).then(() => true), false)
  return { outcome: isPublished ? 'changed' : 'unfinished' }
}
