import { check } from '@/lib/session/check'
import type { Presented } from '@/lib/session/presented'
import { Trace } from '@/lib/session/trace'

/** The check, and the steps it took. */
export async function checkWith(presented: Presented, at: number) {
  const trace = new Trace()
  const checked = await check(presented, at, trace)
  return { ...checked, steps: trace.steps.map(({ name }) => name) }
}
