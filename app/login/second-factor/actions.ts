// feature: second-factor (this file)
'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import { currentDevice, currentlyPresented, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import { currentChallenge } from '@/lib/server/second-factor/challenge'
import { answerChallenge } from '@/lib/server/second-factor/log-in'
import { currentCeremony } from '@/lib/server/second-factor/passkey-challenges'
import { answerChallengeWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { nowInSeconds } from '@/lib/time'

export interface SecondFactorState {
  outcome: 'idle' | 'invalid' | 'wrong_code' | 'expired' | 'too_many' | 'unavailable'
  /** Which of the two forms was sent. */
  kind: 'app' | 'recovery'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  errors: { code?: string; recovery?: string }
}

const sixDigits = 'Enter the six digits that your app shows.'
const AppForm = z.object({
  code: z
    .string(sixDigits)
    .max(100, sixDigits)
    .transform((typed) => typed.replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, sixDigits)),
})

const wholeCode = 'Enter one of your recovery codes: 24 letters and digits.'
const RecoveryForm = z.object({
  recovery: z
    .string(wholeCode)
    .max(100, wholeCode)
    .transform((typed) => typed.replaceAll(/[^\dA-Za-z]/g, ''))
    .pipe(z.string().regex(/^.{24}$/, wholeCode)),
})

/** The same for every account, whichever factors it has: only a right code shows what the account accepts. */
export async function secondFactorAction(_: SecondFactorState, form: FormData): Promise<SecondFactorState> {
  await requireOwnOrigin()

  const kind = form.has('recovery') ? 'recovery' : 'app'
  const input = readCode(kind, Object.fromEntries(form))
  if (typeof input !== 'string') return { outcome: 'invalid', kind, errors: input }

  const [presented, client, device] = [await currentlyPresented(), await currentClient(), await currentDevice()]
  const attempt = { challenge: await currentChallenge(), code: input, presented, client, device }
  const answering = () => answerChallenge(attempt, nowInSeconds())
  const answer = await orUnavailable(answering, { outcome: 'unavailable' } as const)
  sendMailLater() // feature: mail
  if (answer.outcome !== 'logged_in') return { ...answer, kind, errors: {} }

  await setCookies(answer.cookies)
  redirect(answer.next)
}

function readCode(kind: SecondFactorState['kind'], typed: object): string | SecondFactorState['errors'] {
  if (kind === 'recovery') {
    const input = RecoveryForm.safeParse(typed)
    return input.success ? input.data.recovery : firstErrors(input.error)
  }
  const input = AppForm.safeParse(typed)
  return input.success ? input.data.code : firstErrors(input.error)
}

export interface PasskeyStepState {
  outcome: 'idle' | 'wrong_passkey' | 'expired' | 'too_many' | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
}

const PasskeyForm = z.object({ assertion: z.string().max(20_000) })

/** A passkey of the account in place of a code. */
export async function secondFactorPasskeyAction(_: PasskeyStepState, form: FormData): Promise<PasskeyStepState> {
  await requireOwnOrigin()

  const input = PasskeyForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'wrong_passkey' }

  const [presented, client, device] = [await currentlyPresented(), await currentClient(), await currentDevice()]
  const browser = { challenge: await currentChallenge(), ceremony: await currentCeremony(), presented, client, device }
  const answering = () => answerChallengeWithPasskey({ ...input.data, ...browser }, nowInSeconds())
  const answer = await orUnavailable(answering, { outcome: 'unavailable' } as const)
  sendMailLater() // feature: mail
  if (answer.outcome !== 'logged_in') return answer

  await setCookies(answer.cookies)
  redirect(answer.next)
}
