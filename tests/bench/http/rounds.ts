import autocannon from 'autocannon'
import type { UpstashProcess } from '@/tests/support/upstash-process'

/** A request that is repeated. */
export interface Lane {
  name: string
  url: string
  cookie: string
  /** Beside the cookie. */
  headers?: Readonly<Record<string, string>>
}

export interface Sample {
  requestsPerSecond: number
  /** Calls of Redis during the measurement. */
  calls: number
  requests: number
  seconds: number
}

export interface Rounds {
  connections: number
  /** One sample of each lane per round. */
  rounds: readonly ReadonlyMap<string, Sample>[]
}

interface Pace {
  connections: number
  rounds: number
  /** Seconds of one lane in one round. */
  seconds: number
}

type Counter = Pick<UpstashProcess, 'calls'>

/**
 * A B C, C B A: other load on this machine slows down all lanes, and no lane is always the first. The first round warms
 * up and does not count.
 */
export async function interleave(lanes: readonly Lane[], pace: Pace, upstash: Counter): Promise<Rounds> {
  const rounds: ReadonlyMap<string, Sample>[] = []
  for (let round = 0; round <= pace.rounds; round += 1) {
    const samples = new Map<string, Sample>()
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed())
      samples.set(lane.name, await sample(lane, pace, upstash))
    if (round > 0) rounds.push(samples)
  }
  return { connections: pace.connections, rounds }
}

/** @throws when an answer is no success: a refusal is faster */
async function sample({ name, url, cookie, headers }: Lane, pace: Pace, { calls }: Counter): Promise<Sample> {
  const before = await calls()
  const result = await autocannon({
    url,
    connections: pace.connections,
    duration: pace.seconds,
    headers: { ...headers, cookie },
  })
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${name}: ${failed} of ${result.requests.total} requests failed`)

  const { total } = result.requests
  const seconds = result.duration
  return { requestsPerSecond: total / seconds, calls: (await calls()) - before, requests: total, seconds }
}
