'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import * as z from 'zod'
import { type UnfinishedLogout, unfinishedEntries } from '@/app/logout/unfinished'
import { routes } from '@/lib/routes'
import { markAccount } from '@/lib/server/guards/account-mark'
import { setCookies } from '@/lib/server/guards/current'
import { proveRecent } from '@/lib/server/guards/require-recent'
import { getVisitorWhoEnds } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import {
  logOutEverywhere,
  revokeOthers,
  revokeSession, // model: stored, signed
} from '@/lib/server/sessions/revoke'
import { nowInSeconds } from '@/lib/time'

/** What a form ends: one other session, all others, or all sessions including this one. */
export type Scope =
  | 'one' // model: stored, signed
  | 'others'
  | 'everywhere'

export type RevokeOutcome =
  | 'idle'
  | 'revoked'
  /** Ended in Postgres, but it could not be published. */
  | 'unfinished'
  | 'reopened'
  | 'not_found'
  | 'invalid'
  | 'ended'
  | 'other_account'
  | 'unavailable'
  /** The form asks for the password first (step-up). */
  | 'prove'
  | 'wrong_password'
  | 'too_many'
  | 'busy'

export interface RevokeState {
  outcome: RevokeOutcome
  /** As requested: the answer belongs to the form that sent it, and a retry sends it again. */
  scope: Scope
  /** Empty unless the scope is `one`. */
  sessionId: string
  /** Seconds until the next attempt, where there were too many wrong passwords. */
  retryAfter?: number
  loggedInAs?: string | null
}

// model: stored, signed
const SessionId = z.string().regex(/^[\w-]{1,64}$/)
const RevokeForm = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('one'), session: SessionId }),
  z.object({ scope: z.literal(['others', 'everywhere']), session: z.literal('') }),
])
// end, otherwise: const RevokeForm = z.object({ scope: z.literal(['others', 'everywhere']), session: z.literal('') })

/** One action for all forms of the page: the answer is shown even when the form was on a card that is no longer listed. */
export async function revokeAction(_: RevokeState, form: FormData): Promise<RevokeState> {
  await requireOwnOrigin()
  const visitor = await getVisitorWhoEnds(form)
  if (!visitor.ok) return { ...visitor, ...unclear }

  const input = RevokeForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', ...unclear }
  const { scope, session: sessionId } = input.data
  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, scope, sessionId }

  if (scope === 'everywhere') return { outcome: await leaveEverywhere(proven), scope, sessionId }
  // model: stored, signed
  const revoking = () => (scope === 'others' ? others(proven) : one(proven, sessionId))
  // end, otherwise: const revoking = () => others(proven)
  const outcome = await orUnavailable(revoking, 'unavailable' as const)

  // The page checks with Redis. While Redis is unavailable, a new rendering would replace the answer by an error page.
  if (outcome !== 'unfinished') revalidatePath(routes.sessions)
  return { outcome, scope, sessionId }
}

/** For an answer that belongs to no form. */
// model: stored, signed
const unclear = { scope: 'one', sessionId: '' } as const
// end, otherwise: const unclear = { scope: 'others', sessionId: '' } as const

// model: stored, signed
async function one({ session }: AllowedVisitor, sessionId: string) {
  return revokeSession({ ownerId: session.userId, sessionId, client: await currentClient() }, nowInSeconds())
}
// end

async function others(visitor: AllowedVisitor) {
  const answer = await revokeOthers(visitor, await currentClient(), nowInSeconds())
  if (answer.outcome !== 'ended') await setCookies(answer.cookies)
  return answer.outcome
}

/** Also a logout, so it leads to the login page. */
async function leaveEverywhere(visitor: AllowedVisitor): Promise<'unavailable'> {
  const client = await currentClient()
  const left = await orUnavailable(() => logOutEverywhere(visitor, client, nowInSeconds()), null)
  if (!left) return 'unavailable'

  await setCookies(left.cookies)
  const { userId: user } = visitor.session
  const query: UnfinishedLogout = { logout: 'everywhere_unfinished', user, mark: markAccount(user) }
  const entries = left.end === 'ended' ? [['logout', 'everywhere']] : unfinishedEntries(query)
  redirect(`${routes.login}?${new URLSearchParams(entries)}`)
}
