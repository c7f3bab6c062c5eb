// feature: mail (this file)
'use server'

import * as z from 'zod'
import { type ResetState, resetPasswordAction } from '@/app/reset-password/actions'
import { disownLogin } from '@/lib/server/account/disown-login'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { LinkCode, typedCode } from '@/lib/server/mail/link-code'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { nowInSeconds } from '@/lib/time'

/** `code`: of the mail's link; in the second step, the code that sets the new password. */
export interface NotMeState extends ResetState {
  /** Every session has ended before the second step. */
  step: 'report' | 'password'
  /** The end could not be published, so a session may be accepted a little longer. */
  isUnfinished: boolean
}

const NotMeForm = z.object({ code: LinkCode })

/** Both steps are one action: without JavaScript the page keeps the answer of one form only. */
export async function notMeAction(before: NotMeState, form: FormData): Promise<NotMeState> {
  await requireOwnOrigin()
  if (form.has('password') || form.has('publish'))
    return { step: 'password', isUnfinished: false, ...(await resetPasswordAction(before, form)) }

  const first = { step: 'report', isUnfinished: false } as const
  const code = typedCode(form)
  const input = NotMeForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { ...first, outcome: 'invalid', errors: firstErrors(input.error), code }

  const client = await currentClient()
  const disowning = () => disownLogin(input.data.code, client, nowInSeconds())
  const answer = await orUnavailable(disowning, { outcome: 'unavailable' } as const)
  if (answer.outcome !== 'ended') return { ...first, ...answer, errors: {}, code }

  const isUnfinished = answer.told === 'unfinished'
  return { step: 'password', outcome: 'idle', errors: {}, code: answer.code, isUnfinished }
}
