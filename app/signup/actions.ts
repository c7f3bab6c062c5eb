'use server'

import * as z from 'zod'
import type { SignupState } from '@/app/signup/signup-state'
import { currentClient } from '@/lib/server/client'
import { firstErrors } from '@/lib/server/first-errors'
import { isStorable } from '@/lib/server/is-storable'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { isCommonPassword } from '@/lib/server/passwords'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { signUp } from '@/lib/server/sign-up'

const SignupForm = z.object({
  name: z
    .string('Enter the name you want to be greeted by.')
    .trim()
    .min(1, 'Enter the name you want to be greeted by.')
    .max(100, 'Use 100 characters or fewer.')
    .refine(isStorable, 'Use characters that can be seen.'),
  email: z
    .email('Enter an e-mail address, like ada@example.com.')
    .max(254, 'That is longer than an e-mail address can be.'),
  // No rules of composition and no trimming (ASVS 6.2.5, 6.2.8): length, and not what everybody tries first.
  password: z
    .string('Use 8 characters or more.')
    .min(8, 'Use 8 characters or more.')
    .max(1000, 'Use 1000 characters or fewer.')
    .refine(
      async (password) => !(await isCommonPassword(password)),
      'Too many people use this password. Choose another.',
    ),
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
