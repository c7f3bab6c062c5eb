/**
 * A local replica of the feed in the memory of this isolate, filled page by page. Runs anywhere. It detects missing
 * entries; it knows neither Redis nor its own age. Keeping an entry too long is harmless: a session id is never reused,
 * and a counter never goes down. Every doubt empties it: a missed trim, another epoch, a Redis restored from a backup.
 */

import type { Revocations } from '@/lib/session/revocation/ask'
import { type Entry, mostEntries, type Page, pageSize } from '@/lib/session/revocation/feed'
import { RevocationMarks } from '@/lib/session/revocation/marks'
import type { Credential } from '@/lib/session/session'

/** `complete`: holds everything up to the page's newest entry. `more`: read on. `gap`: start again. */
export type Absorbed = 'complete' | 'more' | 'gap' | 'too_many'

/** The last entry in the replica. */
interface Position {
  epoch: string | null
  counter: number
  /** The text of that entry. A Redis that was restored from a backup may have reached the same counter with another entry. */
  text: string | null
}

export class Mirror {
  readonly #marks = new RevocationMarks()
  #position: Position | null = null

  /** The counter to read from: the last known entry is read again, to be compared. */
  get from(): number {
    return this.#position?.counter ?? 0
  }

  get size(): number {
    return this.#marks.size
  }

  revocationsFor(about: Pick<Credential, 'sessionId' | 'userId'>): Revocations {
    return this.#marks.revocationsFor(about)
  }

  take(page: Page): Absorbed {
    if (page.counter - page.trimmed > mostEntries) return this.#forget('too_many')

    const position = this.#position ?? { epoch: page.epoch, counter: page.trimmed, text: null }
    const added = entriesAfter(position, page)
    if (!added) return this.#forget('gap')

    for (const entry of added) this.#marks.add(entry, entry.until)
    // The clock of Redis made the entries.
    this.#marks.forgetBefore(page.now)
    const last = added.at(-1) ?? position
    this.#position = { epoch: page.epoch, counter: last.counter, text: last.text }
    return last.counter === page.counter ? 'complete' : 'more'
  }

  #forget(reason: 'gap' | 'too_many'): Absorbed {
    this.#marks.clear()
    this.#position = null
    return reason
  }
}

/** @returns null when the page does not continue the replica without a gap */
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
