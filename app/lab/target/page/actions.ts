'use server'

import type { Report } from '@/lib/lab/report'
import { readSwitches } from '@/lib/lab/switches'
import { judgePresented } from '@/lib/server/lab/judge-visitor'
import { requireLab } from '@/lib/server/lab/require-lab'
import { requireOwnOrigin } from '@/lib/server/require-own-origin'

/** What the check of an action concludes. It changes nothing. */
export async function judgeAction(_: Report | null, form: FormData): Promise<Report | null> {
  requireLab()
  await requireOwnOrigin()

  const switches = readSwitches(new URLSearchParams(String(form.get('query') ?? '')))
  if (!switches) return null

  return { layer: 'action', judgements: await judgePresented(switches) }
}
