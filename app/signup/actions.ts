'use server'

import * as z from 'zod'
import type { SignupState } from '@/app/signup/signup-state'
import { EmailAddress, NewPassword, PersonName } from '@/lib/server/account-fields'
import { currentClient } from '@/lib/server/client'
import { firstErrors } from '@/lib/server/first-errors'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { signUp } from '@/lib/server/sign-up'

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
  return { ...answer, errors: {}, values }
}

function typed(form: FormData): SignupState['values'] {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 254)
  return { name: text('name'), email: text('email') }
}
