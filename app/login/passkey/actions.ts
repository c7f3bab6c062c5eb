// feature: second-factor (this file)
'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import { toDestination } from '@/lib/routes'
import { currentDevice, currentlyPresented, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import { currentCeremony } from '@/lib/server/second-factor/passkey-challenges'
import { logInWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { models } from '@/lib/session/models' // model: several
import { nowInSeconds } from '@/lib/time'

export interface PasskeyLoginState {
  outcome: 'idle' | 'wrong_passkey' | 'unavailable' | 'too_many' | 'busy'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
}

const PasskeyForm = z.object({
  /** JSON, which the use case parses. */
  assertion: z.string().max(20_000),
  model: z.enum(models).catch(models[0]), // model: several
  keep: z.literal('no').optional().catch(undefined),
})

/** The passkey says who logs in: the form has no address. */
export async function passkeyLoginAction(_: PasskeyLoginState, form: FormData): Promise<PasskeyLoginState> {
  await requireOwnOrigin()

  const input = PasskeyForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'wrong_passkey' }
  const { assertion, keep } = input.data

  const [presented, client, device] = [await currentlyPresented(), await currentClient(), await currentDevice()]
  const attempt = {
    ...{ assertion, ceremony: await currentCeremony(), persistent: keep !== 'no', presented, client, device },
    model: input.data.model, // model: several
  }
  const answer = await orUnavailable(() => logInWithPasskey(attempt, nowInSeconds()), {
    outcome: 'unavailable',
  } as const)
  sendMailLater() // feature: mail
  if (answer.outcome !== 'logged_in') return answer

  await setCookies(answer.cookies)
  redirect(toDestination(form.get('next')))
}
