'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { changePassword } from '@/lib/server/account/change-password'
import { deleteAccount } from '@/lib/server/account/delete'
import { changeName, isOwnEmail } from '@/lib/server/account/profile'
import { NewPassword, PersonName } from '@/lib/server/account/sign-up'
import { currentDevice, setCookies } from '@/lib/server/guards/current'
import { proveRecent } from '@/lib/server/guards/require-recent'
import { getVisitor } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { nowInSeconds } from '@/lib/time'

export interface DeletionState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'prove'
    | 'wrong_password'
    | 'too_many'
    | 'last_admin'
    /** Every session has ended, but Redis could not be told, so the account is still there. */
    | 'logged_out'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  errors: { email?: string }
  /** What was typed, whatever became of it. */
  email: string
}

export interface NameState {
  outcome: 'idle' | 'saved' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  loggedInAs?: string | null
  errors: { name?: string }
  /** What was typed, whatever became of it. */
  name: string
}

export interface PasswordState {
  outcome:
    | 'idle'
    | 'changed'
    /** Changed as a fact, but Redis could not be told. */
    | 'unfinished'
    /** Changed, but this session could not go on. */
    | 'logged_out'
    | 'invalid'
    | 'wrong_password'
    | 'too_many'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  /** Nothing of what was typed: passwords do not come back. */
  errors: { current?: string; wanted?: string }
}

const unavailable = { outcome: 'unavailable' } as const
const NameForm = z.object({ name: PersonName })

export async function changeNameAction(_: NameState, form: FormData): Promise<NameState> {
  await requireOwnOrigin()
  const name = textOf(form, 'name')
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, errors: {}, name }

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
  if (!visitor.ok) return { ...visitor, errors: {} }

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
  if (!visitor.ok) return { ...visitor, errors: {}, email }

  const isConfirmed = await orUnavailable(() => isOwnEmail(visitor, email.trim()), 'unavailable' as const)
  if (isConfirmed === 'unavailable') return { ...unavailable, errors: {}, email }
  if (!isConfirmed) return { outcome: 'invalid', errors: { email: 'Enter the e-mail address of this account.' }, email }

  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, errors: {}, email }

  const client = await currentClient()
  const answer = await orUnavailable(() => deleteAccount(proven, client, nowInSeconds()), unavailable)
  if (answer.outcome !== 'deleted') {
    return { outcome: answer.outcome === 'unfinished' ? 'logged_out' : answer.outcome, errors: {}, email }
  }

  await setCookies(answer.cookies)
  redirect(`${routes.home}?${new URLSearchParams({ account: 'deleted' })}`)
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 254)
