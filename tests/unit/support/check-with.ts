import { check } from '@/lib/session/check'
import type { Presented } from '@/lib/session/presented'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'

/** Runs the check, and returns the steps that it took. */
export async function checkWith(presented: Presented, at: number, mode: Mode = 'strict') {
  const trace = new Trace()
  const checked = await check(presented, { now: at, trace, mode })
  return { ...checked, steps: trace.steps.map(({ name }) => name) }
}
