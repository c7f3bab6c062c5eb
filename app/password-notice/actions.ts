'use server'

import * as z from 'zod'
import { acknowledgePasswordChanges } from '@/lib/server/account/password-notice'
import { getVisitor } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { orUnavailable } from '@/lib/server/or-unavailable'

export interface AcknowledgeState {
  outcome: 'idle' | 'acknowledged' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  loggedInAs?: string | null
}

const AcknowledgeForm = z.object({ until: z.iso.datetime() })

/** Revalidates no page: the answer replaces the notice, and takes the focus. */
export async function acknowledgeAction(_: AcknowledgeState, form: FormData): Promise<AcknowledgeState> {
  await requireOwnOrigin()
  const visitor = await getVisitor(form)
  if (!visitor.ok) return visitor

  const input = AcknowledgeForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid' }

  const until = new Date(input.data.until)
  return { outcome: await orUnavailable(() => acknowledgePasswordChanges(visitor, until), 'unavailable' as const) }
}
