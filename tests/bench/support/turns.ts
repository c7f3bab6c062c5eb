import { Agent, type OutgoingHttpHeaders, request } from 'node:http'

/** A request that is repeated by callers who keep their connections. */
export interface Lane {
  name: string
  url: string
  method: 'GET' | 'POST'
  headers: OutgoingHttpHeaders
  /** Called for each request. */
  body: () => string
  status: number
}

export interface Turn {
  requestsPerSecond: number
  /** Milliseconds, of each request. */
  durations: readonly number[]
}

export interface Turns {
  connections: number
  /** As many samples as the time allows, at least one. */
  turns: readonly ReadonlyMap<string, Turn>[]
}

interface Pace {
  connections: number
  /** The requests of one connection in one turn: few, so that other load on this machine slows down all lanes. */
  requests: number
  /** No turn begins after this number of seconds. */
  seconds: number
  /** Runs before each turn, and is not measured. */
  prepare?: () => Promise<void>
}

/** A B C, C B A: short turns and many of them, and none is always the first. The first one warms up and does not count. */
export async function takeTurns(lanes: readonly Lane[], pace: Pace): Promise<Turns> {
  const { connections } = pace
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const turns: ReadonlyMap<string, Turn>[] = []
  const end = performance.now() + pace.seconds * 1000
  for (let index = 0; turns.length === 0 || performance.now() < end; index += 1) {
    await pace.prepare?.()
    const turn = new Map<string, Turn>()
    for (const lane of index % 2 === 0 ? lanes : lanes.toReversed()) turn.set(lane.name, await take(lane, pace, agent))
    if (index > 0) turns.push(turn)
  }
  agent.destroy()
  return { connections, turns }
}

async function take(lane: Lane, { connections, requests }: Pace, agent: Agent): Promise<Turn> {
  // The lane that ran last has warm caches; an unmeasured first request compensates.
  await ask(lane, agent)
  const durations: number[] = []
  const start = performance.now()
  const caller = async () => {
    for (let asked = 0; asked < requests; asked += 1) durations.push(await ask(lane, agent))
  }
  await Promise.all(Array.from({ length: connections }, caller))
  return { requestsPerSecond: (durations.length * 1000) / (performance.now() - start), durations }
}

/** @returns milliseconds. @throws when the answer is not the measured one: most refusals are faster */
function ask({ name, url, method, headers, body, status }: Lane, agent: Agent): Promise<number> {
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent }, (response) => {
      response.resume()
      response.once('error', reject)
      response.once('end', () => {
        if (response.statusCode === status) resolve(performance.now() - start)
        else reject(new Error(`${name}: ${response.statusCode}`))
      })
    })
    asking.once('error', reject)
    asking.end(body())
  })
}
