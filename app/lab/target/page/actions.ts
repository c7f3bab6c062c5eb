'use server'

import { judgePresented } from '@/lib/lab/server/judge-visitor'
import { requireLab } from '@/lib/lab/server/require-lab'
import type { Report } from '@/lib/lab/shared/report'
import { readSwitches } from '@/lib/lab/shared/switches'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'

/** The verdict of an action's check. It changes nothing. */
export async function judgeAction(_: Report | null, form: FormData): Promise<Report | null> {
  requireLab()
  await requireOwnOrigin()

  const switches = readSwitches(new URLSearchParams(String(form.get('query') ?? '')))
  if (!switches) return null

  return { layer: 'action', judgements: await judgePresented(switches) }
}
