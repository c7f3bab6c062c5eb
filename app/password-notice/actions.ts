'use server'

import * as z from 'zod'
import type { AcknowledgeState } from '@/app/password-notice/acknowledge-state'
import { acknowledgePasswordChanges } from '@/lib/server/acknowledge-password-changes'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'
import { getVisitor } from '@/lib/server/require-session'

const AcknowledgeForm = z.object({ until: z.iso.datetime() })

/** The page is not made anew: what was said there takes the place of the notice, and the focus. */
export async function acknowledgeAction(_: AcknowledgeState, form: FormData): Promise<AcknowledgeState> {
  await requireOwnOrigin()
  const visitor = await getVisitor(form)
  if ('outcome' in visitor) return visitor

  const input = AcknowledgeForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid' }

  const until = new Date(input.data.until)
  return { outcome: await orUnavailable(() => acknowledgePasswordChanges(visitor, until), 'unavailable' as const) }
}
