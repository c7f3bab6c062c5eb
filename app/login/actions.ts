'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import { toDestination } from '@/lib/routes'
import { logIn } from '@/lib/server/account/log-in'
import { EmailAddress } from '@/lib/server/account/sign-up'
import { currentDevice, currentlyPresented, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type Model, models } from '@/lib/session/models' // model: several
import { nowInSeconds } from '@/lib/time'

export interface LoginState {
  outcome: 'idle' | 'invalid' | 'wrong_credentials' | 'unavailable' | 'too_many'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  errors: {
    email?: string
    password?: string
    model?: string // model: several
  }
  /** What was typed, never the password. */
  values: {
    email: string
    model: Model // model: several
    next: string
  }
}

const LoginForm = z.object({
  email: EmailAddress,
  // Verified exactly as sent: no trim, no change of case (ASVS 6.2.8). The limit only keeps a hash from taking forever.
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(1000, 'That password is too long: 1000 characters at most.'),
  model: z.enum(models, 'Choose a model.'), // model: several
})

export async function loginAction(_: LoginState, form: FormData): Promise<LoginState> {
  await requireOwnOrigin()

  const values = typed(form)
  const input = LoginForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), values }

  const [presented, client, device] = [await currentlyPresented(), await currentClient(), await currentDevice()]
  const attempt = { ...input.data, presented, client, device }
  const answer = await orUnavailable(() => logIn(attempt, nowInSeconds()), { outcome: 'unavailable' } as const)
  if (answer.outcome !== 'logged_in') return { ...answer, errors: {}, values }

  await setCookies(answer.cookies)
  redirect(toDestination(values.next))
}

/** Back into the form, whatever it was: what is wrong with it is said beside it. */
function typed(form: FormData): LoginState['values'] {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 254)
  const email = text('email')
  const model = models.find((name) => name === form.get('model')) ?? models[0] // model: several
  return {
    email,
    model, // model: several
    next: toDestination(form.get('next')),
  }
}
