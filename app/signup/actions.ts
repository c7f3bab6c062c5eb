'use server'

import * as z from 'zod'
import { EmailAddress, NewPassword, PersonName, signUp } from '@/lib/server/account/sign-up'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { isMailOn } from '@/lib/server/mail/smtp' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'

export interface SignupState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'unavailable'
    | 'too_many'
    | 'busy'
    | 'mailed' // feature: mail
    | 'done'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  errors: { name?: string; email?: string; password?: string }
  /** As typed, without the password. */
  values: { name: string; email: string }
}

const SignupForm = z.object({
  name: PersonName,
  email: EmailAddress,
  password: NewPassword,
})

export async function signupAction(_: SignupState, form: FormData): Promise<SignupState> {
  await requireOwnOrigin()

  const values = typed(form)
  const input = await SignupForm.safeParseAsync(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), values }

  const client = await currentClient()
  const answer = await orUnavailable(() => signUp(input.data, client), { outcome: 'unavailable' } as const)
  // feature: mail
  sendMailLater()
  if (answer.outcome === 'done' && isMailOn()) return { outcome: 'mailed', errors: {}, values }
  // end
  return { ...answer, errors: {}, values }
}

function typed(form: FormData): SignupState['values'] {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 254)
  return { name: text('name'), email: text('email') }
}
