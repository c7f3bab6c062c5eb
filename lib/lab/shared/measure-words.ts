/** Requests and answers of the lab's measurement. Client components may import this file. */

import * as z from 'zod/mini'

/** Requested by POST for one model; answers with one JSON object per line. */
export const measureAddress = '/api/lab/measure'

/** Limits of the number of checks of each kind, by the time a reader waits and the load on the server. */
export const fewest = 10
export const most = 500

export const measuredWays = ['strict', 'snapshot', 'off'] as const
export type MeasuredWay = (typeof measuredWays)[number]

export const places = ['edge', 'server'] as const
export type Place = (typeof places)[number]

const Sample = z.object({
  way: z.enum(measuredWays),
  /** Duration of the check alone. */
  microseconds: z.number().check(z.nonnegative()),
  /** Steps of its trace that asked this store. */
  redis: z.int(),
  postgres: z.int(),
})
export type Sample = z.infer<typeof Sample>

const Round = z.object({ says: z.literal('round'), edge: z.array(Sample), server: z.array(Sample) })
export type Round = z.infer<typeof Round>

/**
 * `full`: one more session would evict another one. `refused`: a check did not say `allowed`, or the reader's session
 * has ended. `late`: the time limit of the server was reached.
 */
export const failures = ['full', 'refused', 'unavailable', 'late'] as const
export type Failure = (typeof failures)[number]

export const MeasureLine = z.discriminatedUnion('says', [
  z.object({ says: z.literal('begun'), cookieBytes: z.int() }),
  Round,
  z.object({ says: z.literal('failed'), why: z.enum(failures) }),
  z.object({ says: z.literal('over') }),
])
export type MeasureLine = z.infer<typeof MeasureLine>

// feature: tokens
/** Requested by POST; answers when all rounds are done. */
export const tokensAddress = '/api/lab/tokens'

/** One more, which warms up, is not counted. */
export const tokenRounds = 50

/** `miss`: the cache in Redis has no entry, so a token is issued and stored. */
export const tokenWays = ['issue', 'sign', 'miss', 'redis', 'memory'] as const
export type TokenWay = (typeof tokenWays)[number]

/** Microseconds of each way. */
const TokenRound = z.record(z.enum(tokenWays), z.number().check(z.nonnegative()))
export type TokenRound = z.infer<typeof TokenRound>

export const TokenRounds = z.object({ rounds: z.array(TokenRound) })
export type TokenRounds = z.infer<typeof TokenRounds>
// end
