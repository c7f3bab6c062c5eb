/**
 * Credentials that this isolate has opened before: the same bytes cost their cryptography once. Runs anywhere.
 * Remembers what was authentic, never whether it may still be used: deadlines and revocation are asked every time.
 */

import QuickLRU from 'quick-lru'
import { env } from '@/lib/env'
import type { Witness } from '@/lib/session/trace'

/** Of each kind; twice as many for a moment, while the older half is dropped. At four kilobytes each, a few megabytes. */
const most = 1000

/**
 * The key is all that was presented, so what one person presented is found by nobody else. Only what verified is kept:
 * a stranger cannot push anything out. Gone after FRESH_SECONDS, when a credential has been renewed.
 */
export class Verified<T extends object> {
  readonly #known = new QuickLRU<string, T>({ maxSize: most })

  knows(presented: string): boolean {
    return this.#known.has(presented)
  }

  /**
   * @param witness of all that one request presents: a hit only where every part of it was known
   * @returns what `open` found the first time, frozen, since several requests share it; null is never remembered
   */
  async open(presented: string, open: () => Promise<T | null>, witness?: Witness): Promise<T | null> {
    const known = this.#known.get(presented)
    if (witness) witness.memory = known && witness.memory !== 'miss' ? 'hit' : 'miss'
    if (known) return known

    const opened = await open()
    if (opened) this.#known.set(presented, deepFreeze(opened), { maxAge: env().FRESH_SECONDS * 1000 })
    return opened
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part)
  return Object.freeze(value)
}
