import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** Small enough that no lock is held long, and that a run cut short has still done something. */
const batch = 1000

interface Bounds {
  /** By `performance.now()`: from then on no batch begins. */
  endsAt?: number
  /** Batches of each statement. */
  most?: number
}

/** Goes on until nothing is left to do, or a bound is reached. */
export class Batches {
  readonly #endsAt: number
  readonly #most: number
  #areLeft = false

  constructor({ endsAt = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Bounds = {}) {
    this.#endsAt = endsAt
    this.#most = most
  }

  /** Whether a bound has cut something short. */
  get areLeft(): boolean {
    return this.#areLeft
  }

  /** @returns how many rows it was done to */
  async run(statement: (limit: number) => Prisma.Sql): Promise<number> {
    let done = 0
    for (let round = 0; round < this.#most && performance.now() < this.#endsAt; round += 1) {
      const count = await askPostgres((database) => database.$executeRaw(statement(batch)))
      done += count
      if (count < batch) return done
    }
    this.#areLeft = true
    return done
  }
}
