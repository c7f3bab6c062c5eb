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
import {
  proveRecent,
  readPasskey, // feature: second-factor
  readProofCode, // feature: second-factor
} from '@/lib/server/guards/require-recent'
import { getVisitor, publishAgain } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import { nowInSeconds } from '@/lib/time'

export interface DeletionState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'prove'
    | 'wrong_password'
    | 'too_many'
    | 'busy'
    | 'last_admin'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  errors: { email?: string }
  /** As typed, for the form to show again. */
  email: string
}

export interface NameState {
  outcome: 'idle' | 'saved' | 'invalid' | 'too_many' | 'ended' | 'other_account' | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  errors: { name?: string }
  /** As typed, for the form to show again. */
  name: string
}

export interface PasswordState {
  outcome:
    | 'idle'
    | 'changed'
    /** Changed, and the other sessions are revoked in Postgres, but that could not be published. */
    | 'unfinished'
    /** Changed, but the id of this session could not be rotated, so it has ended too. */
    | 'logged_out'
    | 'invalid'
    | 'wrong_password'
    | 'too_many'
    | 'too_many_changes'
    | 'busy'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  /** An answer never contains a password. */
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

  const by = { client: await currentClient(), now: nowInSeconds() }
  const answer = await orUnavailable(() => changeName(visitor, input.data.name, by), unavailable)
  if ('cookies' in answer) await setCookies(answer.cookies)

  revalidatePath(routes.account)
  const wait = 'retryAfter' in answer ? { retryAfter: answer.retryAfter } : {}
  return { outcome: answer.outcome, ...wait, errors: {}, name: input.data.name }
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
  if (form.has('publish')) return { ...(await publishAgain(form)), errors: {} }
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, errors: {} }

  const input = await PasswordForm.safeParseAsync(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error) }

  const guesser = {
    client: await currentClient(),
    device: await currentDevice(),
    code: readProofCode(form), // feature: second-factor
    passkey: await readPasskey(form), // feature: second-factor
  }
  const changing = () => changePassword(visitor, input.data, guesser, nowInSeconds())
  const answer = await orUnavailable(changing, unavailable)
  if (!('cookies' in answer)) return { ...answer, errors: {} }

  sendMailLater() // feature: mail
  await setCookies(answer.cookies)
  revalidatePath(routes.account)
  return { outcome: answer.outcome, errors: {} }
}

/** The e-mail address is typed as a confirmation, so that one click cannot delete an account by mistake. */
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
  if (!('cookies' in answer)) return { ...answer, errors: {}, email }

  await setCookies(answer.cookies)
  // Every session has ended, but that could not be published, so the account still exists.
  if (answer.outcome === 'unfinished') {
    redirect(`${routes.login}?${new URLSearchParams({ logout: 'deletion_unfinished', next: routes.account })}`)
  }
  redirect(`${routes.home}?${new URLSearchParams({ account: 'deleted' })}`)
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 254)
