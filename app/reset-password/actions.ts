// feature: mail (this file)
'use server'

import { redirect } from 'next/navigation'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { publishReset, resetPassword, undoAddressChange } from '@/lib/server/account/recover'
import { NewPassword } from '@/lib/server/account/sign-up'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { LinkCode, typedCode } from '@/lib/server/mail/link-code'
import { sendMailLater } from '@/lib/server/mail/outbox'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { nowInSeconds } from '@/lib/time'

export interface ResetState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'wrong_code'
    | 'too_many'
    | 'busy'
    | 'unavailable'
    /** The password is set, and all sessions are revoked in Postgres, but that could not be published. */
    | 'unfinished'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  errors: { code?: string; password?: string }
  /** As typed, for the form to show again. An answer never contains a password. */
  code: string
}

const ResetForm = z.object({ code: LinkCode, password: NewPassword })

export async function resetPasswordAction(_: ResetState, form: FormData): Promise<ResetState> {
  await requireOwnOrigin()

  return recover(form, resetPassword, 'done')
}

/** Sets a new password too, and undoes a change of the address. */
export async function restoreAddressAction(_: ResetState, form: FormData): Promise<ResetState> {
  await requireOwnOrigin()

  return recover(form, undoAddressChange, 'restored')
}

async function recover(form: FormData, act: typeof resetPassword, note: string): Promise<ResetState> {
  if (form.has('publish')) return publishAgain(form, note)

  const code = typedCode(form)
  const input = await ResetForm.safeParseAsync(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), code }

  const client = await currentClient()
  const acting = () => act(input.data, client, nowInSeconds())
  const answer = await orUnavailable(acting, { outcome: 'unavailable' } as const)
  sendMailLater()
  if (answer.outcome !== 'reset') return { ...answer, errors: {}, code }

  redirect(loginWith(note))
}

const loginWith = (note: string) => `${routes.login}?${new URLSearchParams({ reset: note })}`

/** The retry of what could not be published. The code is used up by then, and the password does not change again. */
async function publishAgain(form: FormData, note: string): Promise<ResetState> {
  const code = typedCode(form)
  const client = await currentClient()
  const answer = await orUnavailable(() => publishReset(code, client), 'unfinished' as const)
  if (answer !== 'reset') return { outcome: answer, errors: {}, code }

  redirect(loginWith(note))
}
