export type Member = { member: string; score: number }

/** By score, then by bytes. */
function isBefore(one: Member, other: Member): boolean {
  return one.score === other.score ? one.member < other.member : one.score < other.score
}

/** Always sorted: scripts read the oldest entries after each one that they add. */
export class SortedSet {
  readonly #scores = new Map<string, number>()
  readonly #ordered: Member[] = []

  get size(): number {
    return this.#ordered.length
  }

  get ordered(): readonly Member[] {
    return this.#ordered
  }

  score(member: string): number | undefined {
    return this.#scores.get(member)
  }

  add(entry: Member): void {
    this.remove(entry.member)
    this.#scores.set(entry.member, entry.score)
    this.#ordered.splice(this.#placeOf(entry), 0, entry)
  }

  remove(member: string): boolean {
    const score = this.#scores.get(member)
    if (score === undefined) return false
    this.#scores.delete(member)
    this.#ordered.splice(this.#placeOf({ member, score }), 1)
    return true
  }

  /** `start` inclusive, `end` exclusive. */
  removeRange(start: number, end: number): number {
    const removed = this.#ordered.splice(start, Math.max(0, end - start))
    for (const { member } of removed) this.#scores.delete(member)
    return removed.length
  }

  /** The number of members before the entry. */
  #placeOf(entry: Member): number {
    return this.countWhile((other) => isBefore(other, entry))
  }

  /** Binary search. `holds` must be true for the first members and false for all after them. */
  countWhile(holds: (entry: Member) => boolean): number {
    let low = 0
    let high = this.#ordered.length
    while (low < high) {
      const middle = (low + high) >> 1
      const entry = this.#ordered[middle]
      if (entry && holds(entry)) low = middle + 1
      else high = middle
    }
    return low
  }
}
