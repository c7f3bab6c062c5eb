import 'server-only'
import { headers } from 'next/headers'
import { currentCheck } from '@/lib/server/guards/current'
import type { CheckReport } from '@/lib/session/trace'
import { readTrace, traceHeader } from '@/lib/session/trace-header'

export interface CheckTrace {
  /** Null when the edge was not asked. Only shown, never believed. */
  edge: CheckReport | null
  server: CheckReport
}

export async function getCheckTrace(): Promise<CheckTrace> {
  const { report } = await currentCheck()
  return { edge: await getEdgeTrace(), server: report }
}

export async function getEdgeTrace(): Promise<CheckReport | null> {
  return readTrace((await headers()).get(traceHeader))
}
