/**
 * A copy of what was revoked, in the memory of this isolate. Runs anywhere; knows neither Redis nor how old it is.
 * Remembering too long does no harm: an id never comes back, and a counter never goes down.
 */

import type { Revocations } from '@/lib/session/revocation/ask'
import { type Entry, type EntryKind, entryKinds } from '@/lib/session/revocation/feed'
import type { Credential } from '@/lib/session/session'

interface Mark {
  value: number
  until: number
}

export class RevocationCopy {
  readonly #marks: Record<EntryKind, Map<string, Mark>> = {
    denied: new Map(),
    generation: new Map(),
    access: new Map(),
    site: new Map(),
  }

  get size(): number {
    return entryKinds.reduce((sum, kind) => sum + this.#marks[kind].size, 0)
  }

  add({ kind, subject, value, until }: Entry): void {
    const marks = this.#marks[kind]
    const known = marks.get(subject)
    // Last again, so that what expires next stays first.
    marks.delete(subject)
    marks.set(subject, { value: Math.max(value, known?.value ?? 0), until: Math.max(until, known?.until ?? 0) })
  }

  /** Costs as much as there is to forget. @param now seconds, by the clock that made the entries */
  forgetBefore(now: number): void {
    for (const kind of entryKinds) {
      for (const [subject, { until }] of this.#marks[kind]) {
        if (until > now) break
        this.#marks[kind].delete(subject)
      }
    }
  }

  clear(): void {
    for (const kind of entryKinds) this.#marks[kind].clear()
  }

  revocationsFor({ sessionId, userId }: Pick<Credential, 'sessionId' | 'userId'>): Revocations {
    return {
      denied: this.#marks.denied.has(sessionId),
      generation: this.#valueOf('generation', userId),
      siteGeneration: this.#valueOf('site', ''),
      accessVersion: this.#valueOf('access', userId),
    }
  }

  #valueOf(kind: EntryKind, subject: string): number {
    return this.#marks[kind].get(subject)?.value ?? 0
  }
}
