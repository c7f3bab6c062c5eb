/** What a target of the lab answers: what each way of asking concluded, and what that took. Runs anywhere. */

import * as z from 'zod/mini'
import { layers, ways } from '@/lib/lab/shared/words'
import { verdicts } from '@/lib/session/session'
import { StepJson } from '@/lib/session/trace'

const Judgement = z.object({
  way: z.enum(ways),
  verdict: z.enum(verdicts),
  steps: z.array(StepJson),
  /** Milliseconds, of the check alone. */
  took: z.number(),
})
export type Judgement = z.infer<typeof Judgement>

export const Report = z.object({
  layer: z.enum(layers),
  judgements: z.array(Judgement),
  /** Of a page that was asked for through the edge's check: what that concluded before. */
  edge: z.optional(z.object({ verdict: z.enum(verdicts), steps: z.array(StepJson) })),
})
export type Report = z.infer<typeof Report>
