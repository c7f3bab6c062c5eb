/**
 * Polls the feed of revocations into a local replica, so that a check need not ask Redis. Runs anywhere; one per
 * isolate.
 * In every doubt the check asks Redis: no path leads to "probably not revoked".
 */

import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import type { AskRedis } from '@/lib/session/redis'
import { ageOf, currentMoment, type Moment, never } from '@/lib/session/revocation/age'
import type { Revocations } from '@/lib/session/revocation/ask'
import { type Page, readFeed } from '@/lib/session/revocation/feed'
import { Mirror } from '@/lib/session/revocation/mirror'
import type { Credential } from '@/lib/session/session'

/** `current`: the replica is complete. `away`: Redis is unavailable. `too_many`, `gap`: every check asks Redis. */
export const followings = ['not_yet', 'current', 'away', 'too_many', 'gap'] as const
export type Following = (typeof followings)[number]

type About = Pick<Credential, 'sessionId' | 'userId'>

interface Fetch {
  done: Promise<void>
  progressAt: number
}

/** Milliseconds that a request waits for a fetch: the fetch may belong to another request, which was aborted. */
const longestWait = 250

/** Milliseconds without a page after which a fetch counts as abandoned. Redis itself has 500. */
const abandonedAfter = 1000

export class Follower {
  readonly #mirror = new Mirror()
  readonly #ask: AskRedis | undefined
  /** When the call began whose answer completed the replica. */
  #asOf: Moment = never
  /** Monotonic milliseconds, as in a fetch. */
  #attemptedAt = Number.NEGATIVE_INFINITY
  #following: Following = 'not_yet'
  #continuity = {}
  #fetch: Fetch | null = null

  /** @param ask another connection to Redis than the usual one */
  constructor(ask?: AskRedis) {
    this.#ask = ask
  }

  get following(): Following {
    return this.#following
  }

  /**
   * The same object as long as every fetch continues the replica: no revocation in the feed was missed since. Null while
   * the replica is not current.
   */
  get continuity(): object | null {
    return this.#following === 'current' ? this.#continuity : null
  }

  get size(): number {
    return this.#mirror.size
  }

  /** Answers synchronously where the replica is young enough. @returns null when the caller must ask strictly */
  revocationsFor(about: About): Revocations | null | Promise<Revocations | null> {
    return this.#youngerThan(env().REVOCATION_MAX_AGE_MS, about) ?? this.#afterFetching(about)
  }

  /** For use while Redis is unavailable. @returns null when there is no replica, or it is older than REVOCATION_OUTAGE_MS */
  lastKnown(about: About): Revocations | null {
    return this.#youngerThan(env().REVOCATION_OUTAGE_MS, about)
  }

  #youngerThan(milliseconds: number, about: About): Revocations | null {
    return ageOf(this.#asOf) <= milliseconds ? this.#mirror.revocationsFor(about) : null
  }

  async #afterFetching(about: About): Promise<Revocations | null> {
    const isMine = this.#begin()
    // While Redis is unavailable, one request at a time tests whether it has recovered, and the others do not wait.
    if (this.#fetch && (isMine || this.#following !== 'away')) await within(longestWait, this.#fetch.done)

    const young = this.#youngerThan(env().REVOCATION_MAX_AGE_MS, about)
    return young ?? (this.#following === 'away' ? this.lastKnown(about) : null)
  }

  /** One fetch at a time, and at most one per REVOCATION_MAX_AGE_MS. @returns whether this call began one */
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

    if (following !== 'current') this.#continuity = {}
    this.#following = following
    this.#fetch = null
  }

  /** Reads page by page. A page that does not continue the replica makes it start again from nothing, once. */
  async #catchUp(fetch: Fetch, isSecondTry = false): Promise<Following> {
    const began = currentMoment()
    const page = await readOrAway(this.#mirror.from, this.#ask)
    // This fetch counts as abandoned: another one has continued from here.
    if (page === 'away' || this.#fetch !== fetch) return 'away'

    fetch.progressAt = performance.now()
    const taken = this.#mirror.take(page)
    if (taken === 'complete') return this.#completed(began)
    if (taken === 'more') return this.#catchUp(fetch, isSecondTry)

    this.#asOf = never
    this.#continuity = {}
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
