// feature: mail (this file)
'use server'

import * as z from 'zod'
import { requestResetLink } from '@/lib/server/account/recover'
import { EmailAddress } from '@/lib/server/account/sign-up'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox'
import { orUnavailable } from '@/lib/server/or-unavailable'

export interface LinkRequestState {
  outcome: 'idle' | 'invalid' | 'asked' | 'off' | 'too_many' | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  errors: { email?: string }
  /** As typed, for the form to show again. */
  email: string
}

const LinkRequestForm = z.object({ email: EmailAddress })

export async function requestLinkAction(_: LinkRequestState, form: FormData): Promise<LinkRequestState> {
  await requireOwnOrigin()

  const email = String(form.get('email') ?? '').slice(0, 254)
  const input = LinkRequestForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), email }

  const client = await currentClient()
  const asking = () => requestResetLink(input.data.email, client)
  const answer = await orUnavailable(asking, { outcome: 'unavailable' } as const)

  sendMailLater()
  return { ...answer, errors: {}, email }
}
