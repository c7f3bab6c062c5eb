import { connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { env } from '@/lib/env'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { longTimeouts, shortTimeouts } from '@/tests/support/timeouts'

/** `shut`: refuses connections. `frozen`: connects, and never answers. */
type GateState = 'open' | 'shut' | 'frozen'

/** A proxy in front of the embedded Upstash, for this file alone: a failure here affects no other file. */
export class Gate {
  private state: GateState = 'open'
  private readonly guests = new Set<Socket>()
  private readonly server = createServer((guest) => this.admit(guest))

  async start(address: string): Promise<string> {
    const { hostname, port } = new URL(address)
    this.host = connectTo(hostname, Number(port))
    return `http://127.0.0.1:${await listenNear(this.server, 0)}`
  }

  private host: () => Socket = () => connect(9)

  set(state: GateState): void {
    this.state = state
    // A long wait for an answer that never comes would only cost time.
    const { REDIS_TIMEOUT_MS } = state === 'frozen' ? shortTimeouts : longTimeouts
    env().REDIS_TIMEOUT_MS = Number(REDIS_TIMEOUT_MS)
    for (const guest of this.guests) guest.destroy()
  }

  /** Number of open connections. */
  get guestCount(): number {
    return this.guests.size
  }

  /** Opens the gate; a request that came while it was frozen stays without an answer. */
  thaw(): void {
    this.state = 'open'
    env().REDIS_TIMEOUT_MS = Number(longTimeouts.REDIS_TIMEOUT_MS)
  }

  async close(): Promise<void> {
    this.set('shut')
    await closeServer(this.server)
  }

  private admit(guest: Socket): void {
    guest.on('error', () => guest.destroy())
    if (this.state === 'shut') return void guest.destroy()

    this.guests.add(guest)
    guest.once('close', () => this.guests.delete(guest))
    if (this.state === 'open') this.lead(guest)
  }

  private lead(guest: Socket): void {
    const host = this.host()
    host.on('error', () => guest.destroy())
    guest.once('close', () => host.destroy())
    guest.pipe(host).pipe(guest)
  }
}

const connectTo = (host: string, port: number) => () => connect(port, host)

/** @returns a gate through which this file's Redis is reached, open before each test */
export function gateBeforeRedis(): Gate {
  const gate = new Gate()
  beforeAll(async () => {
    env().UPSTASH_REDIS_REST_URL = await gate.start(env().UPSTASH_REDIS_REST_URL)
  })
  afterEach(() => gate.set('open'))
  afterAll(() => gate.close())
  return gate
}
