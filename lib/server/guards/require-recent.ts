import 'server-only'
import * as z from 'zod'
import type { NotProven } from '@/lib/server/account/re-authenticate'
import { isRecent, stepUp } from '@/lib/server/account/re-authenticate'
import { currentDevice, setCookies } from '@/lib/server/guards/current'
import type { Admitted } from '@/lib/server/guards/require-session'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { nowInSeconds } from '@/lib/time'

/** `prove`: the form is to ask for the password, keep the rest, and come back. */
export type NotRecent = { ok: false } & (NotProven | { outcome: 'prove' | 'unavailable' })

/** Exactly as typed (ASVS 6.2.8). Longer than any password of ours, it is none. */
const Proof = z.string().min(1).max(1000)

/**
 * In every sensitive action, once its form is in order and before it acts (ASVS 7.5.1, 7.5.3): goes on with whoever proved
 * the password lately, or does so by the form's `proof`. Sets the cookies that follow from it, so go on with the visitor
 * that comes back: the session has another id by then.
 */
export async function proveRecent(visitor: Admitted, form: FormData): Promise<Admitted | NotRecent> {
  const now = nowInSeconds()
  if (isRecent(visitor.session, now)) return visitor

  const proof = Proof.safeParse(form.get('proof'))
  if (!proof.success) return { ok: false, outcome: 'prove' }

  const guesser = { client: await currentClient(), device: await currentDevice() }
  const proving = () => stepUp(visitor, proof.data, guesser, now)
  const answer = await orUnavailable(proving, { outcome: 'unavailable' } as const)
  if (answer.outcome !== 'reopened') return { ok: false, ...answer }

  await setCookies(answer.visitor.cookies)
  return { ok: true, ...answer.visitor }
}
