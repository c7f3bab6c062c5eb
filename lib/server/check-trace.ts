import 'server-only'
import { headers } from 'next/headers'
import { currentCheck } from '@/lib/server/current-check'
import { type CheckReport, parseReport, traceHeader } from '@/lib/session/trace'

export interface CheckTrace {
  /** Null when the edge was not asked. Only shown, never believed. */
  edge: CheckReport | null
  server: CheckReport
}

export async function getCheckTrace(): Promise<CheckTrace> {
  const { report } = await currentCheck()
  return { edge: parseReport((await headers()).get(traceHeader)), server: report }
}
