import type { PGlite } from '@electric-sql/pglite'

/** A client that holds the turn in a transaction and sends nothing for this long is disconnected. */
const FORGOTTEN_MS = 30_000

type Job = { bytes: Uint8Array; open: boolean; done: (reply: Uint8Array) => void; failed: (error: unknown) => void }

/** One client of the database, and its waiting jobs, in order. */
export type Guest = { jobs: Job[]; left: boolean; expel: () => void }

/**
 * PGlite has one connection, so clients take turns: a turn lasts until its statement, and the transaction around it, is
 * over, and no statement of another client runs inside. The transaction of a client that disconnects is rolled back.
 */
export class Turns {
  readonly #db: PGlite
  readonly #waiting: Guest[] = []
  #holder: Guest | undefined
  #running = false
  #forgotten: NodeJS.Timeout | undefined

  constructor(db: PGlite) {
    this.#db = db
  }

  run(guest: Guest, bytes: Uint8Array, open: boolean): Promise<Uint8Array> {
    return new Promise((done, failed) => {
      guest.jobs.push({ bytes, open, done, failed })
      if (guest !== this.#holder && !this.#waiting.includes(guest)) this.#waiting.push(guest)
      void this.#work()
    })
  }

  leave(guest: Guest): void {
    guest.left = true
    guest.jobs.length = 0
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#running) return
    this.#running = true
    clearTimeout(this.#forgotten)
    try {
      while (await this.#step());
    } finally {
      this.#running = false
    }
    if (this.#holder) this.#forgotten = setTimeout(this.#holder.expel, FORGOTTEN_MS).unref()
  }

  /** @returns whether anything was done */
  async #step(): Promise<boolean> {
    this.#holder ??= this.#waiting.shift()
    const guest = this.#holder
    if (!guest) return false
    if (guest.left) {
      await this.#rollBack()
      this.#holder = undefined
      return true
    }
    const job = guest.jobs.shift()
    if (!job) return false

    await this.#perform(job)
    if (job.open || this.#db.isInTransaction()) return true
    this.#holder = undefined
    if (guest.jobs.length > 0) this.#waiting.push(guest)
    return true
  }

  async #perform(job: Job): Promise<void> {
    try {
      job.done(await this.#db.execProtocolRaw(job.bytes))
    } catch (error) {
      job.failed(error)
    }
  }

  async #rollBack(): Promise<void> {
    // A Sync first: after a Parse without its Sync, the server skips everything.
    await this.#db.execProtocolRaw(Uint8Array.of(0x53, 0, 0, 0, 4))
    if (this.#db.isInTransaction()) await this.#db.exec('ROLLBACK')
  }
}
