'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import type { LoginState } from '@/app/login/login-state'
import { toDestination } from '@/lib/routes'
import { EmailAddress } from '@/lib/server/account-fields'
import { currentClient } from '@/lib/server/client'
import { setCookies } from '@/lib/server/cookie-jar'
import { currentDevice, currentlyPresented } from '@/lib/server/current-request'
import { firstErrors } from '@/lib/server/first-errors'
import { logIn } from '@/lib/server/log-in'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { models } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'

const LoginForm = z.object({
  email: EmailAddress,
  // Verified exactly as sent: no trim, no change of case (ASVS 6.2.8). The limit only keeps a hash from taking forever.
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(1000, 'That password is too long: 1000 characters at most.'),
  model: z.enum(models, 'Choose one of the three models.'),
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
  const model = models.find((name) => name === form.get('model')) ?? 'sealed'
  return { email: text('email'), model, next: toDestination(form.get('next')) }
}
