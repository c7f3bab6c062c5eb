import 'server-only'
import * as z from 'zod'
import type { NotProven } from '@/lib/server/account/re-authenticate'
import { isRecent, stepUp } from '@/lib/server/account/re-authenticate'
import { currentDevice, setCookies } from '@/lib/server/guards/current'
import type { Admitted } from '@/lib/server/guards/require-session'
import { currentClient } from '@/lib/server/http/client'
import type { Guesser } from '@/lib/server/limits/guess' // feature: second-factor
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
// feature: second-factor
import { currentCeremony } from '@/lib/server/second-factor/passkey-challenges'
import { stepUpWithPasskey } from '@/lib/server/second-factor/passkey-step-up'
import { listProofs } from '@/lib/server/second-factor/prove-factor'
// end
import { nowInSeconds } from '@/lib/time'

/** `prove`: the form asks for the password, keeps its other fields, and is sent again. */
export type NotRecent = {
  ok: false
  // feature: second-factor
  asksCode?: boolean
  hasApp?: boolean
  asksPasskey?: boolean
  // end
} & (NotProven | { outcome: 'prove' | 'unavailable' })

/** Exactly as typed (ASVS 6.2.8). Longer than any password of ours: refused. */
const Proof = z.string().min(1).max(1000)

// feature: second-factor
const ProofCode = z.string().min(1).max(100).nullable().catch(null)

/** The code beside the password of a form: of an app, or a recovery code. @returns null for a missing or too long one */
export const readProofCode = (form: FormData): string | null => ProofCode.parse(form.get('proofCode'))

const ProofOfPasskey = z.string().min(1).max(20_000).nullable().catch(null)

/** The answer of a passkey in a form, and what belongs to it in the request. @returns null for a missing or too long one */
export async function readPasskey(form: FormData): Promise<NonNullable<Guesser['passkey']> | null> {
  const assertion = ProofOfPasskey.parse(form.get('assertion'))
  return assertion === null ? null : { assertion, ...(await currentCeremony()) }
}

/** The form asks for the code as well, where the account has a second factor. */
async function refuse(
  { session }: Admitted,
  answer: NotProven | { outcome: 'prove' | 'unavailable' },
): Promise<NotRecent> {
  const none = { asksCode: false, hasApp: false, asksPasskey: false }
  return { ok: false, ...(await orUnavailable(() => listProofs(session.userId), none)), ...answer }
}
// end

/**
 * For every sensitive action, after its form is parsed and before it acts (ASVS 7.5.1, 7.5.3). Passes when the user
 * re-authenticated recently, or does so now with the form's `proof` (step-up). Sets the cookies of the step-up, so use
 * the returned visitor: the session has another id by then.
 */
export async function proveRecent(visitor: Admitted, form: FormData): Promise<Admitted | NotRecent> {
  return isRecent(visitor.session, nowInSeconds()) ? visitor : proveNow(visitor, form)
}

/** The same for an action that asks again, however recent the re-authentication was. */
export async function proveNow(visitor: Admitted, form: FormData): Promise<Admitted | NotRecent> {
  const now = nowInSeconds()
  const proof = Proof.safeParse(form.get('proof'))
  // feature: second-factor
  const passkey = await readPasskey(form)
  if (passkey) return proveByPasskey(visitor, passkey, now)
  if (!proof.success) return refuse(visitor, { outcome: 'prove' })
  // end, otherwise: if (!proof.success) return { ok: false, outcome: 'prove' }

  const guesser = {
    client: await currentClient(),
    device: await currentDevice(),
    code: readProofCode(form), // feature: second-factor
  }
  const proving = () => stepUp(visitor, proof.data, guesser, now)
  const answer = await orUnavailable(proving, { outcome: 'unavailable' } as const)
  // feature: second-factor
  sendMailLater() // feature: mail
  if (answer.outcome !== 'reopened') return refuse(visitor, answer)
  // end, otherwise: if (answer.outcome !== 'reopened') return { ok: false, ...answer }

  await setCookies(answer.visitor.cookies)
  return { ok: true, ...answer.visitor }
}

// feature: second-factor
/** A passkey alone: it is two factors, so the password is not asked for. */
async function proveByPasskey(
  visitor: Admitted,
  { assertion, ...ceremony }: NonNullable<Guesser['passkey']>,
  now: number,
): Promise<Admitted | NotRecent> {
  const client = await currentClient()
  const proving = () => stepUpWithPasskey(visitor, { assertion, ceremony, client }, now)
  const answer = await orUnavailable(proving, { outcome: 'unavailable' } as const)
  if (answer.outcome !== 'reopened') return refuse(visitor, answer)

  await setCookies(answer.visitor.cookies)
  return { ok: true, ...answer.visitor }
}
// end
