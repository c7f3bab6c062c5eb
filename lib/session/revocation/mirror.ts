/**
 * Keeps a copy of the feed in the memory of this isolate, page by page, and knows whether anything is missing. Runs anywhere;
 * knows neither Redis nor how old the copy is. Remembering too long does no harm: an id never comes back, and a counter never
 * goes down. Every doubt ends in an empty copy: after a trim that was missed, in another epoch, on a Redis that was set back.
 */

import type { Revocations } from '@/lib/session/revocation/ask'
import { type Entry, type EntryKind, entryKinds, mostEntries, type Page, pageSize } from '@/lib/session/revocation/feed'
import type { Credential } from '@/lib/session/session'

/** `complete`: holds everything up to the page's newest entry. `more`: go on. `gap`: begin again. */
export type Absorbed = 'complete' | 'more' | 'gap' | 'too_many'

/** Up to which entry the copy goes. */
interface Position {
  epoch: string | null
  counter: number
  /** Of that entry. A Redis that was set back may have counted up again, to other entries. */
  text: string | null
}

interface Mark {
  value: number
  until: number
}

export class Mirror {
  readonly #marks: Record<EntryKind, Map<string, Mark>> = {
    denied: new Map(),
    generation: new Map(),
    access: new Map(),
    site: new Map(),
  }
  #position: Position | null = null

  /** Where to read on: the last known entry comes again, to be compared. */
  get from(): number {
    return this.#position?.counter ?? 0
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

  take(page: Page): Absorbed {
    if (page.counter - page.trimmed > mostEntries) return this.#forget('too_many')

    const position = this.#position ?? { epoch: page.epoch, counter: page.trimmed, text: null }
    const added = entriesAfter(position, page)
    if (!added) return this.#forget('gap')

    for (const entry of added) this.#add(entry)
    this.#forgetBefore(page.now)
    const last = added.at(-1) ?? position
    this.#position = { epoch: page.epoch, counter: last.counter, text: last.text }
    return last.counter === page.counter ? 'complete' : 'more'
  }

  #add({ kind, subject, value, until }: Entry): void {
    const marks = this.#marks[kind]
    const known = marks.get(subject)
    // Last again, so that what expires next stays first.
    marks.delete(subject)
    marks.set(subject, { value: Math.max(value, known?.value ?? 0), until: Math.max(until, known?.until ?? 0) })
  }

  /** Costs as much as there is to forget. @param now seconds, by the clock that made the entries */
  #forgetBefore(now: number): void {
    for (const kind of entryKinds) {
      for (const [subject, { until }] of this.#marks[kind]) {
        if (until > now) break
        this.#marks[kind].delete(subject)
      }
    }
  }

  #forget(reason: 'gap' | 'too_many'): Absorbed {
    for (const kind of entryKinds) this.#marks[kind].clear()
    this.#position = null
    return reason
  }

  #valueOf(kind: EntryKind, subject: string): number {
    return this.#marks[kind].get(subject)?.value ?? 0
  }
}

/** @returns null when the page does not continue what is known without a gap */
function entriesAfter(position: Position, page: Page): readonly Entry[] | null {
  const { epoch, counter, text } = position
  if (page.epoch !== epoch || page.counter < counter || page.trimmed > counter) return null

  const [first, ...others] = page.entries
  const isTrimmed = page.trimmed === counter
  if (!isTrimmed && first?.text !== text) return null

  const added = isTrimmed ? page.entries : others
  if (added.some((entry, index) => entry.counter !== counter + 1 + index)) return null

  const isWhole = page.entries.length === pageSize || counter + added.length === page.counter
  return isWhole ? added : null
}
