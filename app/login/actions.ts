'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import {
  routes, // feature: second-factor
  toDestination,
} from '@/lib/routes'
import { logIn } from '@/lib/server/account/log-in'
import { EmailAddress } from '@/lib/server/account/sign-up'
import { currentDevice, currentlyPresented, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type Model, models } from '@/lib/session/models' // model: several
import { nowInSeconds } from '@/lib/time'

export interface LoginState {
  outcome: 'idle' | 'invalid' | 'wrong_credentials' | 'unavailable' | 'too_many' | 'busy'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  errors: {
    email?: string
    password?: string
    model?: string // model: several
  }
  /** As typed, without the password. */
  values: {
    email: string
    model: Model // model: several
    persistent: boolean
    next: string
  }
}

const LoginForm = z.object({
  email: EmailAddress,
  // Verified exactly as sent, without trim or case folding (ASVS 6.2.8). The limit bounds the time of the hash.
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(1000, 'That password is too long: 1000 characters at most.'),
  model: z.enum(models, 'Choose a model.'), // model: several
})

/** A program that does not send the field stays logged in. */
const isPersistent = (form: FormData) => form.get('keep') !== 'no'

export async function loginAction(_: LoginState, form: FormData): Promise<LoginState> {
  await requireOwnOrigin()

  const values = typed(form)
  const input = LoginForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), values }

  const [presented, client, device] = [await currentlyPresented(), await currentClient(), await currentDevice()]
  const next = toDestination(values.next)
  const attempt = {
    ...input.data,
    persistent: values.persistent,
    ...{ presented, client, device },
    next, // feature: second-factor
  }
  const answer = await orUnavailable(() => logIn(attempt, nowInSeconds()), { outcome: 'unavailable' } as const)
  sendMailLater() // feature: mail
  // feature: second-factor
  if (answer.outcome === 'challenged') {
    await setCookies(answer.cookies)
    redirect(routes.secondFactor)
  }
  // end
  if (answer.outcome !== 'logged_in') return { ...answer, errors: {}, values }

  await setCookies(answer.cookies)
  redirect(next)
}

/** As typed, also when it is invalid: the form shows it again, with the errors beside it. */
function typed(form: FormData): LoginState['values'] {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 254)
  const email = text('email')
  const model = models.find((name) => name === form.get('model')) ?? models[0] // model: several
  return {
    email,
    model, // model: several
    persistent: isPersistent(form),
    next: toDestination(form.get('next')),
  }
}
