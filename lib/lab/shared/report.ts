/** The answer of a target of the lab: the verdict of each way of checking, and its duration. Runs anywhere. */

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
  /** For a page that was requested through the edge: the verdict of the edge before. */
  edge: z.optional(z.object({ verdict: z.enum(verdicts), steps: z.array(StepJson) })),
})
export type Report = z.infer<typeof Report>
