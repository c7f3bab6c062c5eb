import 'server-only'
import QuickLRU from 'quick-lru'
import { env } from '@/lib/env'
import { ageOf, currentMoment, type Moment } from '@/lib/moment'
import type { StoredCopy } from '@/lib/server/stored/copy'

interface Kept {
  copy: StoredCopy
  /** Taken before the row or its copy was asked for. */
  since: Moment
}

/** What is known of stored sessions without asking, for whoever follows the feed: every end of a session is in it. */
export class StoredMemory {
  readonly #kept = new QuickLRU<string, Kept>({ maxSize: 5000 })
  /** Being read for other requests of the same session. */
  readonly #underWay = new Map<string, Promise<StoredCopy | null>>()

  recall(sessionId: string): StoredCopy | null {
    const kept = this.#kept.get(sessionId)
    return kept && ageOf(kept.since) <= env().REVOCATION_MAX_AGE_MS ? kept.copy : null
  }

  /** A page that loads asks several times at once: when the kept copy is too old, one of them reads. */
  async joinIn(sessionId: string): Promise<StoredCopy | null> {
    return (await this.#underWay.get(sessionId)) ?? null
  }

  async keep(sessionId: string, find: () => Promise<StoredCopy | null>): Promise<StoredCopy | null> {
    const since = currentMoment()
    const finding = find()
    this.#underWay.set(sessionId, finding)
    try {
      const copy = await finding
      if (copy) this.#kept.set(sessionId, { copy, since })
      return copy
    } finally {
      if (this.#underWay.get(sessionId) === finding) this.#underWay.delete(sessionId)
    }
  }
}
