/** What the measurement of the lab is asked for, and what it says line by line. Client components may import this file. */

import * as z from 'zod/mini'

/** Asked by POST for one model; answers with one JSON object per line. */
export const measureAddress = '/api/lab/measure'

/** How many checks of each kind: a reader's patience, and what one request may keep a server busy with. */
export const fewest = 10
export const most = 500

export const measuredWays = ['strict', 'snapshot', 'off'] as const
export type MeasuredWay = (typeof measuredWays)[number]

export const places = ['edge', 'server'] as const
export type Place = (typeof places)[number]

const Sample = z.object({
  way: z.enum(measuredWays),
  /** Of the check alone. */
  microseconds: z.number().check(z.nonnegative()),
  /** Steps of its trace that asked this store. */
  redis: z.int(),
  postgres: z.int(),
})
export type Sample = z.infer<typeof Sample>

const Round = z.object({ says: z.literal('round'), edge: z.array(Sample), server: z.array(Sample) })
export type Round = z.infer<typeof Round>

/** `full`: one more session would have to end another one. `refused`: a check did not say `allowed`, or there was no session to open any more. `late`: a server may take no longer. */
export const failures = ['full', 'refused', 'unavailable', 'late'] as const
export type Failure = (typeof failures)[number]

export const MeasureLine = z.discriminatedUnion('says', [
  z.object({ says: z.literal('begun'), cookieBytes: z.int() }),
  Round,
  z.object({ says: z.literal('failed'), why: z.enum(failures) }),
  z.object({ says: z.literal('over') }),
])
export type MeasureLine = z.infer<typeof MeasureLine>
