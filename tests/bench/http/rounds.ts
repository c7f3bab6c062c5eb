import autocannon from 'autocannon'
import type { UpstashProcess } from '@/tests/support/upstash-process'

/** Something to ask for, again and again. */
export interface Lane {
  name: string
  url: string
  headers: Readonly<Record<string, string>>
  method?: 'GET' | 'POST'
  /** Of each request anew. */
  body?: () => string
  /** Before a round, and not measured. */
  prepare?: () => Promise<void>
  /** Which answer counts: success, unless said otherwise. */
  answer?: 401
}

export interface Sample {
  requestsPerSecond: number
  /** Calls of Redis while it ran. */
  calls: number
  requests: number
  seconds: number
  /** Milliseconds, of each request. */
  durations: readonly number[]
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

/** @throws when anything else was answered than what is measured: most refusals are quicker */
async function sample(lane: Lane, { connections, seconds }: Pace, { calls }: UpstashProcess): Promise<Sample> {
  const { name, url, headers, method = 'GET', body = () => '', answer } = lane
  await lane.prepare?.()
  const durations: number[] = []
  let others = 0
  const before = await calls()
  const result = await autocannon({
    ...{ url, headers, method, connections, duration: seconds },
    requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }],
    setupClient: (client) =>
      client.on('response', (status, _, duration) => {
        durations.push(duration)
        if (answer ? status !== answer : status >= 300) others += 1
      }),
  })
  const failed = others + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${name}: ${failed} of ${result.requests.total} requests failed`)

  const { total } = result.requests
  const { duration } = result
  const asked = { calls: (await calls()) - before, requests: total, seconds: duration, durations }
  return { ...asked, requestsPerSecond: total / duration }
}
