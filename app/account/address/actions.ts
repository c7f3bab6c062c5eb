// feature: mail (this file)
'use server'

import * as z from 'zod'
import { requestAddressChange, requestVerification } from '@/lib/server/account/address'
import { EmailAddress } from '@/lib/server/account/sign-up'
import { proveRecent } from '@/lib/server/guards/require-recent'
import { getVisitor } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox'
import { orUnavailable } from '@/lib/server/or-unavailable'

export interface VerificationState {
  outcome: 'idle' | 'asked' | 'verified' | 'off' | 'too_many' | 'ended' | 'other_account' | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
}

export interface AddressChangeState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'asked'
    | 'same'
    | 'off'
    | 'prove'
    | 'wrong_password'
    /** Wrong passwords. */
    | 'too_many'
    | 'too_many_links'
    | 'busy'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  errors: { newEmail?: string }
  /** As typed, for the form to show again. */
  newEmail: string
}

const unavailable = { outcome: 'unavailable' } as const

export async function requestVerificationAction(_: VerificationState, form: FormData): Promise<VerificationState> {
  await requireOwnOrigin()
  const visitor = await getVisitor(form)
  if (!visitor.ok) return visitor

  const by = { client: await currentClient() }
  const answer = await orUnavailable(() => requestVerification(visitor, by), unavailable)
  sendMailLater()
  return answer
}

const AddressForm = z.object({ newEmail: EmailAddress })

/** The link changes the address, and not this form. So the form needs the recent re-authentication (ASVS 7.5.1). */
export async function requestAddressChangeAction(_: AddressChangeState, form: FormData): Promise<AddressChangeState> {
  await requireOwnOrigin()
  const newEmail = String(form.get('newEmail') ?? '').slice(0, 254)
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, errors: {}, newEmail }

  const input = AddressForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), newEmail }

  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, errors: {}, newEmail }

  const by = { client: await currentClient() }
  const answer = await orUnavailable(() => requestAddressChange(proven, input.data.newEmail, by), unavailable)
  sendMailLater()
  return { ...answer, errors: {}, newEmail }
}
