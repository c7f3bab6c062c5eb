// feature: second-factor (this file)
'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { currentDevice, setCookies } from '@/lib/server/guards/current'
import { proveNow, proveRecent } from '@/lib/server/guards/require-recent'
import { getVisitor, getVisitorWhoAdds, publishAgain } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import { beginSetUp, openSetUp, type SetUp, turnOn } from '@/lib/server/second-factor/set-up'
import { makeRecoveryCodes, turnOff } from '@/lib/server/second-factor/turn-off'
import { nowInSeconds } from '@/lib/time'

type Refusal =
  | 'prove'
  | 'wrong_password'
  | 'too_many'
  | 'too_many_changes'
  | 'busy'
  | 'ended'
  | 'other_account'
  | 'unavailable'

interface Asking {
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  /** Whether the form has to ask for a code beside the password. */
  asksCode?: boolean
}

export interface SetUpState extends Asking {
  outcome:
    | ('idle' | 'begun' | Refusal)
    | ('changed' | 'unfinished' | 'logged_out')
    | ('invalid' | 'wrong_code' | 'expired' | 'exists')
  /** What the page shows until the app is turned on. */
  setUp: SetUp | null
}

export interface TurnOffState extends Asking {
  // feature: required-factor
  outcome: 'idle' | 'changed' | 'unfinished' | 'logged_out' | 'missing' | 'required' | Refusal
  // end, otherwise: outcome: 'idle' | 'changed' | 'unfinished' | 'logged_out' | 'missing' | Refusal
}

export interface CodesState extends Asking {
  outcome: 'idle' | 'made' | Refusal
  recoveryCodes: readonly string[]
}

const unavailable = { outcome: 'unavailable' } as const

const currentGuesser = async () => ({ client: await currentClient(), device: await currentDevice() })

/** Changes nothing yet: the secret and the codes are in the answer alone. */
export async function beginSetUpAction(_: SetUpState, form: FormData): Promise<SetUpState> {
  await requireOwnOrigin()
  const visitor = await getVisitorWhoAdds(form)
  if (!visitor.ok) return { ...visitor, setUp: null }

  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, setUp: null }

  const setUp = await orUnavailable(() => beginSetUp(proven, nowInSeconds()), 'unavailable' as const)
  if (setUp === 'unavailable') return { ...unavailable, setUp: null }
  return { outcome: setUp ? 'begun' : 'ended', setUp }
}

const FirstCode = z.object({
  setUp: z.string().max(4096),
  code: z
    .string()
    .max(100)
    .transform((typed) => typed.replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/)),
})

export async function turnOnAction(_: SetUpState, form: FormData): Promise<SetUpState> {
  await requireOwnOrigin()
  if (form.has('publish')) return { ...(await publishAgain(form)), setUp: null }
  const visitor = await getVisitorWhoAdds(form)
  if (!visitor.ok) return { ...visitor, setUp: null }

  const found = String(form.get('setUp') ?? '').slice(0, 4096)
  const showAgain = () => orUnavailable(() => openSetUp(visitor, found, nowInSeconds()), null)
  const input = FirstCode.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', setUp: await showAgain() }
  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, setUp: await showAgain() }

  const guesser = await currentGuesser()
  const turning = () => turnOn(proven, input.data, guesser, nowInSeconds())
  const answer = await orUnavailable(turning, unavailable)
  if (!('cookies' in answer)) return { ...answer, setUp: await showAgain() }

  await announce(answer)
  return { outcome: answer.outcome, setUp: null }
}

/** Asks for the password and a code, however recent the login was: a forgotten tab must not remove the factor. */
export async function turnOffAction(_: TurnOffState, form: FormData): Promise<TurnOffState> {
  await requireOwnOrigin()
  if (form.has('publish')) return publishAgain(form)
  const visitor = await getVisitor(form)
  if (!visitor.ok) return visitor

  const proven = await proveNow(visitor, form)
  if (!proven.ok) return proven

  const guesser = await currentGuesser()
  const answer = await orUnavailable(() => turnOff(proven, guesser, nowInSeconds()), unavailable)
  if (!('cookies' in answer)) return answer

  await announce(answer)
  return { outcome: answer.outcome }
}

export async function makeCodesAction(_: CodesState, form: FormData): Promise<CodesState> {
  await requireOwnOrigin()
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, recoveryCodes: [] }

  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, recoveryCodes: [] }

  const guesser = await currentGuesser()
  const answer = await orUnavailable(() => makeRecoveryCodes(proven, guesser, nowInSeconds()), unavailable)
  sendMailLater() // feature: mail
  revalidatePath(routes.security)
  return { recoveryCodes: [], ...answer }
}

/** After a change: sets the cookies of the session that continues. */
async function announce({ cookies }: { cookies: Parameters<typeof setCookies>[0] }): Promise<void> {
  sendMailLater() // feature: mail
  await setCookies(cookies)
  revalidatePath(routes.security)
}
