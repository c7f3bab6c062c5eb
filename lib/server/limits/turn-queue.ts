import 'server-only'

export interface Policy {
  running: number
  waiting: number
  /** Running and waiting for one network, so that one network cannot fill the queue with its own correct passwords. */
  ofOneNetwork: number
  /** Seconds. On a slow machine a browser gets its answer, and one that has gone leaves the queue. */
  longestWait: number
}

/** `full`: the next one is refused. */
export const queueStates = ['free', 'waiting', 'full'] as const
export type QueueState = (typeof queueStates)[number]

/** First come, first served, with a limit for each network. */
export class TurnQueue {
  readonly #policy: Policy
  /** Wakes the request that waits there. In order of arrival. */
  readonly #waiting = new Set<() => void>()
  readonly #ofNetwork = new Map<string, number>()
  #running = 0

  constructor(policy: Policy) {
    this.#policy = policy
  }

  get state(): QueueState {
    if (this.size >= this.#policy.waiting) return 'full'
    return this.size > 0 ? 'waiting' : 'free'
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size
  }

  /**
   * Runs the work when it is its turn, in the async context of its own request: a context of another one would give it
   * that one's headers.
   * @returns null without having started it: the queue is full, the network has its share of it, or the wait was too long
   */
  async run<T>(network: string, work: () => Promise<T>): Promise<T | null> {
    const beside = this.#ofNetwork.get(network) ?? 0
    if (this.state === 'full' || beside >= this.#policy.ofOneNetwork) return null

    this.#ofNetwork.set(network, beside + 1)
    try {
      return (await this.#takeTurn()) ? await this.#work(work) : null
    } finally {
      this.#leave(network)
    }
  }

  async #work<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } finally {
      this.#endTurn()
    }
  }

  async #takeTurn(): Promise<boolean> {
    if (this.#running < this.#policy.running) {
      this.#running += 1
      return true
    }
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        resolve(true)
      }
      const timer = setTimeout(() => resolve(!this.#waiting.delete(wake)), this.#policy.longestWait * 1000)
      this.#waiting.add(wake)
    })
  }

  /** Hands the turn to the request that has waited longest. */
  #endTurn(): void {
    const [next] = this.#waiting
    if (!next) {
      this.#running -= 1
      return
    }
    this.#waiting.delete(next)
    next()
  }

  #leave(network: string): void {
    const others = (this.#ofNetwork.get(network) ?? 0) - 1
    if (others > 0) this.#ofNetwork.set(network, others)
    else this.#ofNetwork.delete(network)
  }
}
