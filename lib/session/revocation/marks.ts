/**
 * Revocations in memory: session ids that are denied, and the counters of users and of the site. Runs anywhere. Keeping a mark
 * too long does no harm: a session id never comes back, and a counter never goes down.
 */

import type { Revocations } from '@/lib/session/revocation/ask'
import { type EntryKind, entryKinds } from '@/lib/session/revocation/feed'
import { denialLifetime } from '@/lib/session/revocation/keys'
import type { Credential } from '@/lib/session/session'

/** One revocation. */
export interface Mark {
  kind: EntryKind
  /** A session's or a user's id; empty for the whole site. */
  subject: string
  /** The counter; 1 for a denied session. */
  value: number
}

export class RevocationMarks {
  readonly #marks: Record<EntryKind, Map<string, { value: number; until: number }>> = {
    denied: new Map(),
    generation: new Map(),
    access: new Map(),
    site: new Map(),
  }

  get size(): number {
    return entryKinds.reduce((sum, kind) => sum + this.#marks[kind].size, 0)
  }

  revocationsFor({ sessionId, userId }: Pick<Credential, 'sessionId' | 'userId'>): Revocations {
    return {
      denied: this.#marks.denied.has(sessionId),
      generation: this.#valueOf('generation', userId),
      siteGeneration: this.#valueOf('site', ''),
      accessVersion: this.#valueOf('access', userId),
    }
  }

  /** @param until seconds, by one clock for all marks of this object */
  add({ kind, subject, value }: Mark, until: number): void {
    const marks = this.#marks[kind]
    const known = marks.get(subject)
    // The mark moves to the end, so that the next one to expire stays first.
    marks.delete(subject)
    marks.set(subject, { value: Math.max(value, known?.value ?? 0), until: Math.max(until, known?.until ?? 0) })
  }

  /** Removes expired marks, in time proportional to their number. @param now seconds, by the clock of `until` */
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

  #valueOf(kind: EntryKind, subject: string): number {
    return this.#marks[kind].get(subject)?.value ?? 0
  }
}

/**
 * The revocations that this process has written itself. It refuses them from the next request on, before the feed brings them
 * back, and also when Redis did not take them. They stand beside the local replica and not in it: the replica's position in the
 * feed stays what the feed says, so a gap is never hidden.
 */
export class OwnRevocations {
  readonly #marks = new RevocationMarks()

  /** The caller has written the fact to Postgres before. */
  add(mark: Mark): void {
    // A monotonic clock: a wall clock that is set forward must not expire a mark.
    const now = performance.now() / 1000
    this.#marks.forgetBefore(now)
    this.#marks.add(mark, now + denialLifetime())
  }

  /** @returns null where this process has revoked nothing lately */
  revocationsFor(about: Pick<Credential, 'sessionId' | 'userId'>): Revocations | null {
    return this.#marks.size > 0 ? this.#marks.revocationsFor(about) : null
  }
}

/** A bundler may repeat this file: one object serves the whole isolate. */
const holder: typeof globalThis & { ownRevocations?: OwnRevocations } = globalThis

export function ownRevocations(): OwnRevocations {
  holder.ownRevocations ??= new OwnRevocations()
  return holder.ownRevocations
}
