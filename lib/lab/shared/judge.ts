/** Judges one visitor in several ways, each with its own trace. Runs anywhere. */

import type { Judgement } from '@/lib/lab/shared/report'
import type { Way } from '@/lib/lab/shared/words'
import type { Verdict } from '@/lib/session/session'
import { Trace } from '@/lib/session/trace'

export type JudgedCheck = (way: Way, trace: Trace) => Promise<Verdict>

/** One after the other, because concurrent checks would be measured with each other. */
export async function judge(ways: readonly Way[], check: JudgedCheck): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  for (const way of ways) judgements.push(await judgeOnce(way, check))
  return judgements
}

async function judgeOnce(way: Way, check: JudgedCheck): Promise<Judgement> {
  const trace = new Trace()
  const start = performance.now()
  const verdict = await check(way, trace)
  // To the microsecond: a check that is answered from the cache takes a few of them.
  const took = Math.round((performance.now() - start) * 1000) / 1000
  return { way, verdict, steps: trace.steps, took }
}
