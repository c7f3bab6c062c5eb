/**
 * Follows the feed of revocations, so that a check need not ask Redis. Runs anywhere; the edge and Node hold one each.
 * Whoever is unsure asks strictly: there is no way from here to "probably not revoked".
 */

import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import type { AskRedis } from '@/lib/session/redis'
import { ageOf, currentMoment, type Moment, never } from '@/lib/session/revocation/age'
import type { Revocations } from '@/lib/session/revocation/ask'
import { type Page, readFeed } from '@/lib/session/revocation/feed'
import { Mirror } from '@/lib/session/revocation/mirror'
import type { Credential } from '@/lib/session/session'

/** `current`: there is a copy. `away`: Redis did not answer. `too_many`, `gap`: it did, and everybody asks strictly. */
export const followings = ['not_yet', 'current', 'away', 'too_many', 'gap'] as const
export type Following = (typeof followings)[number]

type About = Pick<Credential, 'sessionId' | 'userId'>

interface Fetch {
  done: Promise<void>
  progressAt: number
}

/** Milliseconds that a request waits for a fetch: it may belong to another request, which is gone. */
const longestWait = 250

/** Milliseconds without a page after which a fetch is taken for abandoned: Redis itself is given 500. */
const abandonedAfter = 1000

export class Follower {
  readonly #mirror = new Mirror()
  readonly #ask: AskRedis | undefined
  /** When the call began whose answer completed the copy. */
  #asOf: Moment = never
  /** Monotonic milliseconds, as in a fetch. */
  #attemptedAt = Number.NEGATIVE_INFINITY
  #following: Following = 'not_yet'
  #fetch: Fetch | null = null

  /** @param ask another way to Redis than the usual one */
  constructor(ask?: AskRedis) {
    this.#ask = ask
  }

  get following(): Following {
    return this.#following
  }

  get size(): number {
    return this.#mirror.size
  }

  /** At once where the copy is young enough. @returns null when only asking strictly will do */
  revocationsFor(about: About): Revocations | null | Promise<Revocations | null> {
    return this.#youngerThan(env().REVOCATION_MAX_AGE_MS, about) ?? this.#afterFetching(about)
  }

  /** For as long as Redis is away. @returns null when there is no copy, or it is too old even for that */
  lastKnown(about: About): Revocations | null {
    return this.#youngerThan(env().REVOCATION_OUTAGE_MS, about)
  }

  #youngerThan(milliseconds: number, about: About): Revocations | null {
    return ageOf(this.#asOf) <= milliseconds ? this.#mirror.revocationsFor(about) : null
  }

  async #afterFetching(about: About): Promise<Revocations | null> {
    const isMine = this.#begin()
    // While Redis is away one request at a time finds out whether it is back. The others do not wait for it.
    if (this.#fetch && (isMine || this.#following !== 'away')) await within(longestWait, this.#fetch.done)

    const young = this.#youngerThan(env().REVOCATION_MAX_AGE_MS, about)
    return young ?? (this.#following === 'away' ? this.lastKnown(about) : null)
  }

  /** One in flight, and at most one per REVOCATION_MAX_AGE_MS. @returns whether this call began one */
  #begin(): boolean {
    const now = performance.now()
    if (this.#fetch && now - this.#fetch.progressAt < abandonedAfter) return false
    if (now - this.#attemptedAt < env().REVOCATION_MAX_AGE_MS) return false

    this.#attemptedAt = now
    const fetch: Fetch = { done: Promise.resolve(), progressAt: now }
    this.#fetch = fetch
    fetch.done = this.#run(fetch)
    return true
  }

  async #run(fetch: Fetch): Promise<void> {
    const following = await this.#catchUp(fetch)
    if (this.#fetch !== fetch) return

    this.#following = following
    this.#fetch = null
  }

  /** Page by page; whatever does not continue what is known is begun again, once, from nothing. */
  async #catchUp(fetch: Fetch, isSecondTry = false): Promise<Following> {
    const began = currentMoment()
    const page = await readOrAway(this.#mirror.from, this.#ask)
    // Taken for abandoned meanwhile: another fetch has gone on from here.
    if (page === 'away' || this.#fetch !== fetch) return 'away'

    fetch.progressAt = performance.now()
    const taken = this.#mirror.take(page)
    if (taken === 'complete') return this.#completed(began)
    if (taken === 'more') return this.#catchUp(fetch, isSecondTry)

    this.#asOf = never
    return taken === 'gap' && !isSecondTry ? this.#catchUp(fetch, true) : taken
  }

  #completed(began: Moment): Following {
    this.#asOf = began
    return 'current'
  }
}

async function readOrAway(from: number, ask: AskRedis | undefined): Promise<Page | 'away'> {
  try {
    return await readFeed(from, ask)
  } catch (error) {
    if (error instanceof UnavailableError) return 'away'
    throw error
  }
}

async function within(milliseconds: number, done: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await Promise.race([done, patience])
  } finally {
    clearTimeout(timer)
  }
}
