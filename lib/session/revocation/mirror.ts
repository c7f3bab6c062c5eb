/**
 * Keeps a copy of the feed, page by page, and knows whether anything is missing. Runs anywhere; never asks, never waits.
 * Every doubt ends in an empty copy: after a trim that was missed, in another epoch, on a Redis that was set back.
 */

import type { Revocations } from '@/lib/session/revocation/ask'
import { RevocationCopy } from '@/lib/session/revocation/copy'
import { type Entry, mostEntries, type Page, pageSize } from '@/lib/session/revocation/feed'
import type { Credential } from '@/lib/session/session'

/** `complete`: holds everything up to the page's newest entry. `more`: go on. `gap`: begin again. */
export type Taken = 'complete' | 'more' | 'gap' | 'too_many'

/** Up to which entry the copy goes. */
interface Position {
  epoch: string | null
  counter: number
  /** Of that entry. A Redis that was set back may have counted up again, to other entries. */
  text: string | null
}

export class Mirror {
  readonly #copy = new RevocationCopy()
  #position: Position | null = null

  /** Where to read on: the last known entry comes again, to be compared. */
  get from(): number {
    return this.#position?.counter ?? 0
  }

  get size(): number {
    return this.#copy.size
  }

  revocationsFor(credential: Pick<Credential, 'sessionId' | 'userId'>): Revocations {
    return this.#copy.revocationsFor(credential)
  }

  take(page: Page): Taken {
    if (page.counter - page.trimmed > mostEntries) return this.#forget('too_many')

    const position = this.#position ?? { epoch: page.epoch, counter: page.trimmed, text: null }
    const added = entriesAfter(position, page)
    if (!added) return this.#forget('gap')

    for (const entry of added) this.#copy.add(entry)
    this.#copy.forgetBefore(page.now)
    const last = added.at(-1) ?? position
    this.#position = { epoch: page.epoch, counter: last.counter, text: last.text }
    return last.counter === page.counter ? 'complete' : 'more'
  }

  #forget(reason: 'gap' | 'too_many'): Taken {
    this.#copy.clear()
    this.#position = null
    return reason
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
