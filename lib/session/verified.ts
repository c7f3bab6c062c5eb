/**
 * Cache of credentials that this isolate has opened: the cryptography for the same bytes runs once. Runs anywhere.
 * It caches that a credential is authentic, never that it is valid: deadlines and revocation are checked every time.
 */

import QuickLRU from 'quick-lru'
import { env } from '@/lib/env'
import type { Witness } from '@/lib/session/trace'

/** Entries per kind of credential; briefly twice as many, while the LRU drops its older half. At 4 KB each, a few megabytes. */
const most = 1000

/**
 * The key is everything that was presented, so no visitor gets the entry of another. Only verified credentials enter
 * the cache, so unauthenticated requests cannot evict entries. After FRESH_SECONDS a credential has been renewed.
 */
export class Verified<T extends object> {
  readonly #known = new QuickLRU<string, T>({ maxSize: most })

  knows(presented: string): boolean {
    return this.#known.has(presented)
  }

  /**
   * @param witness shared by all parts that one request presents: a hit only where every part was in the cache
   * @returns what `open` found the first time, frozen, since several requests share it; null is never cached
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
