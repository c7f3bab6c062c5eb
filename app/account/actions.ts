'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import * as z from 'zod'
import type { DeletionState } from '@/app/account/deletion-state'
import type { NameState } from '@/app/account/name-state'
import type { PasswordState } from '@/app/account/password-state'
import { routes } from '@/lib/routes'
import { NewPassword, PersonName } from '@/lib/server/account-fields'
import { changeName } from '@/lib/server/change-name'
import { changePassword } from '@/lib/server/change-password'
import { currentClient } from '@/lib/server/client'
import { setCookies } from '@/lib/server/cookie-jar'
import { currentDevice } from '@/lib/server/current-request'
import { deleteAccount } from '@/lib/server/delete-account'
import { firstErrors } from '@/lib/server/first-errors'
import { isOwnEmail } from '@/lib/server/is-own-email'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { proveRecent } from '@/lib/server/require-recent'
import { getVisitor } from '@/lib/server/require-session'
import { nowInSeconds } from '@/lib/time'

const unavailable = { outcome: 'unavailable' } as const
const NameForm = z.object({ name: PersonName })

export async function changeNameAction(_: NameState, form: FormData): Promise<NameState> {
  await requireOwnOrigin()
  const name = textOf(form, 'name')
  const visitor = await getVisitor(form)
  if ('outcome' in visitor) return { ...visitor, errors: {}, name }

  const input = NameForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), name }

  const client = await currentClient()
  const outcome = await orUnavailable(() => changeName(visitor, input.data.name, client), unavailable.outcome)

  revalidatePath(routes.account)
  return { outcome, errors: {}, name: input.data.name }
}

const PasswordForm = z.object({
  // As sent (ASVS 6.2.8).
  current: z
    .string('Enter your current password.')
    .min(1, 'Enter your current password.')
    .max(1000, 'That password is too long: 1000 characters at most.'),
  wanted: NewPassword,
})

export async function changePasswordAction(_: PasswordState, form: FormData): Promise<PasswordState> {
  await requireOwnOrigin()
  const visitor = await getVisitor(form)
  if ('outcome' in visitor) return { ...visitor, errors: {} }

  const input = await PasswordForm.safeParseAsync(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error) }

  const guesser = { client: await currentClient(), device: await currentDevice() }
  const changing = () => changePassword(visitor, input.data, guesser, nowInSeconds())
  const answer = await orUnavailable(changing, unavailable)
  if (!('cookies' in answer)) return { ...answer, errors: {} }

  await setCookies(answer.cookies)
  revalidatePath(routes.account)
  return { outcome: answer.outcome, errors: {} }
}

/** Typed by hand, so that nobody does it by a slip of the mouse. */
export async function deleteAccountAction(_: DeletionState, form: FormData): Promise<DeletionState> {
  await requireOwnOrigin()
  const email = textOf(form, 'email')
  const visitor = await getVisitor(form)
  if ('outcome' in visitor) return { ...visitor, errors: {}, email }

  const isConfirmed = await orUnavailable(() => isOwnEmail(visitor, email.trim()), 'unavailable' as const)
  if (isConfirmed === 'unavailable') return { ...unavailable, errors: {}, email }
  if (!isConfirmed) return { outcome: 'invalid', errors: { email: 'Enter the e-mail address of this account.' }, email }

  const proven = await proveRecent(visitor, form)
  if ('outcome' in proven) return { ...proven, errors: {}, email }

  const client = await currentClient()
  const answer = await orUnavailable(() => deleteAccount(proven, client, nowInSeconds()), unavailable)
  if (answer.outcome !== 'deleted') {
    return { outcome: answer.outcome === 'unfinished' ? 'logged_out' : answer.outcome, errors: {}, email }
  }

  await setCookies(answer.cookies)
  redirect(`${routes.home}?${new URLSearchParams({ account: 'deleted' })}`)
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 254)
