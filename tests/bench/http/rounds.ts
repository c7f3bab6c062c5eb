import autocannon from 'autocannon'
import type { UpstashProcess } from '@/tests/support/upstash-process'

/** Something to ask for, again and again. */
export interface Lane {
  name: string
  url: string
  cookie: string
}

export interface Sample {
  requestsPerSecond: number
  /** Calls of Redis while it ran. */
  calls: number
  requests: number
  seconds: number
}

export interface Rounds {
  connections: number
  /** One sample of each lane, as often as there were rounds. */
  rounds: readonly ReadonlyMap<string, Sample>[]
}

interface Pace {
  connections: number
  rounds: number
  /** Of one lane in one round. */
  seconds: number
}

/**
 * A B C, C B A: whatever else this machine does slows down all of them, and none is always the first. The first round warms
 * up and does not count.
 */
export async function interleave(lanes: readonly Lane[], pace: Pace, upstash: UpstashProcess): Promise<Rounds> {
  const rounds: ReadonlyMap<string, Sample>[] = []
  for (let round = 0; round <= pace.rounds; round += 1) {
    const samples = new Map<string, Sample>()
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed())
      samples.set(lane.name, await sample(lane, pace, upstash))
    if (round > 0) rounds.push(samples)
  }
  return { connections: pace.connections, rounds }
}

/** @throws when anything but a success was answered: refusing is quicker */
async function sample({ name, url, cookie }: Lane, pace: Pace, { calls }: UpstashProcess): Promise<Sample> {
  const before = await calls()
  const result = await autocannon({
    url,
    connections: pace.connections,
    duration: pace.seconds,
    headers: { cookie },
  })
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${name}: ${failed} of ${result.requests.total} requests failed`)

  const { total } = result.requests
  const seconds = result.duration
  return { requestsPerSecond: total / seconds, calls: (await calls()) - before, requests: total, seconds }
}
