'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import * as z from 'zod'
import type { RevokeState } from '@/app/sessions/revoke-state'
import { routes } from '@/lib/routes'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { currentClient } from '@/lib/server/client'
import { setCookies } from '@/lib/server/cookie-jar'
import { logOutEverywhere } from '@/lib/server/log-out-everywhere'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { proveRecent } from '@/lib/server/require-recent'
import { getVisitorWhoEnds } from '@/lib/server/require-session'
import { revokeOthers } from '@/lib/server/revoke-others'
import { revokeSession } from '@/lib/server/revoke-session'
import { nowInSeconds } from '@/lib/time'

const SessionId = z.string().regex(/^[\w-]{1,64}$/)
const RevokeForm = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('one'), session: SessionId }),
  z.object({ scope: z.literal(['others', 'everywhere']), session: z.literal('') }),
])

/** One action for every form of the page, so that there is one answer, wherever its form has gone meanwhile. */
export async function revokeAction(_: RevokeState, form: FormData): Promise<RevokeState> {
  await requireOwnOrigin()
  const visitor = await getVisitorWhoEnds(form)
  if ('outcome' in visitor) return { ...visitor, ...unclear }

  const input = RevokeForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', ...unclear }
  const { scope, session: sessionId } = input.data
  const proven = await proveRecent(visitor, form)
  if ('outcome' in proven) return { ...proven, scope, sessionId }

  if (scope === 'everywhere') return { outcome: await leaveEverywhere(proven), scope, sessionId }
  const revoking = () => (scope === 'others' ? others(proven) : one(proven, sessionId))
  const outcome = await orUnavailable(revoking, 'unavailable' as const)

  // The page asks Redis strictly: with Redis away it would take the place of the answer.
  if (outcome !== 'unfinished') revalidatePath(routes.sessions)
  return { outcome, scope, sessionId }
}

/** Of an answer that belongs to no form. */
const unclear = { scope: 'one', sessionId: '' } as const

async function one({ session }: AllowedVisitor, sessionId: string) {
  return revokeSession({ ownerId: session.userId, sessionId, client: await currentClient() }, nowInSeconds())
}

async function others(visitor: AllowedVisitor) {
  const answer = await revokeOthers(visitor, await currentClient(), nowInSeconds())
  if (answer.outcome !== 'ended') await setCookies(answer.cookies)
  return answer.outcome
}

/** A logout, so the visitor lands where one does. */
async function leaveEverywhere(visitor: AllowedVisitor): Promise<'unavailable'> {
  const client = await currentClient()
  const left = await orUnavailable(() => logOutEverywhere(visitor, client, nowInSeconds()), null)
  if (!left) return 'unavailable'

  await setCookies(left.cookies)
  redirect(`${routes.login}?logout=${left.end === 'ended' ? 'everywhere' : 'everywhere_unfinished'}`)
}
