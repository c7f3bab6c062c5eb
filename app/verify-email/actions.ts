// feature: mail (this file)
'use server'

import * as z from 'zod'
import { confirmAddress } from '@/lib/server/account/confirm-address'
import { publishReset } from '@/lib/server/account/recover'
import { currentCheck, currentDevice, setCookies } from '@/lib/server/guards/current'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { LinkCode } from '@/lib/server/mail/link-code'
import { sendMailLater } from '@/lib/server/mail/outbox'
import { orUnavailable } from '@/lib/server/or-unavailable'

export interface ConfirmState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'wrong_code'
    | 'too_many'
    | 'unavailable'
    | 'verified'
    | 'changed'
    /** The address is changed, and the sessions are revoked in Postgres, but that could not be published. */
    | 'unfinished'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  /** Whether this browser has a session of the account, after a change of its address. */
  isKept?: boolean
  errors: { code?: string }
  /** As typed, for the form to show again. */
  code: string
}

const ConfirmForm = z.object({ code: LinkCode })

export async function confirmAddressAction(_: ConfirmState, form: FormData): Promise<ConfirmState> {
  await requireOwnOrigin()
  const code = String(form.get('code') ?? '').slice(0, 1000)
  if (form.has('publish')) return publishAgain(code)

  const input = ConfirmForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), code }

  const { visitor, now } = await currentCheck('strict')
  const by = { client: await currentClient(), device: await currentDevice() }
  const own = visitor.verdict === 'allowed' ? visitor : null
  const confirming = () => confirmAddress(input.data.code, own, by, now)
  const answer = await orUnavailable(confirming, { outcome: 'unavailable' } as const)
  sendMailLater()
  if (!('cookies' in answer)) return { ...answer, errors: {}, code }

  await setCookies(answer.cookies)
  return { outcome: answer.outcome, isKept: answer.isKept, errors: {}, code }
}

/** The retry of a change that could not be published. The code is used up by then, and changes nothing any more. */
async function publishAgain(code: string): Promise<ConfirmState> {
  const client = await currentClient()
  const answer = await orUnavailable(() => publishReset(code, client), 'unfinished' as const)
  const { visitor } = await currentCheck('strict')
  return { outcome: answer === 'reset' ? 'changed' : answer, isKept: visitor.verdict === 'allowed', errors: {}, code }
}
