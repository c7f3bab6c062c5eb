import { describe, expect, test } from 'vitest'
import { type Entry, type EntryKind, mostEntries, type Page, pageSize } from '@/lib/session/revocation/feed'
import { Mirror } from '@/lib/session/revocation/mirror'

const now = 1_800_000_000

function entry(
  counter: number,
  subject = `s${counter}`,
  kind: EntryKind = 'denied',
  value = 1,
  until = now + 300,
): Entry {
  return { counter, kind, subject, value, until, text: `${counter}|${kind}|${subject}|${value}|${until}` }
}

/** The answer of Redis to a reader that has every entry up to `from`. */
function page(all: readonly Entry[], from: number, more: Partial<Page> = {}): Page {
  const entries = all.filter(({ counter }) => counter >= from).slice(0, pageSize)
  return { epoch: 'one', counter: all.at(-1)?.counter ?? 0, trimmed: (all[0]?.counter ?? 1) - 1, now, entries, ...more }
}

const entries = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => entry(first + index))

const isDenied = (mirror: Mirror, sessionId: string) => mirror.revocationsFor({ sessionId, userId: 'u' }).denied

/** The reader has every entry up to here. */
function mirrorOf(all: readonly Entry[]): Mirror {
  const mirror = new Mirror()
  expect(mirror.take(page(all, mirror.from))).toBe('complete')
  return mirror
}

describe('a replica is complete', () => {
  test('without a feed', () => {
    const mirror = new Mirror()

    expect(mirror.take({ epoch: null, counter: 0, trimmed: 0, now, entries: [] })).toBe('complete')
    expect(mirror.size).toBe(0)
  })

  test('after reading a feed whose beginning was trimmed', () => {
    const mirror = mirrorOf(entries(41, 50))

    expect([mirror.size, isDenied(mirror, 's41'), isDenied(mirror, 's40')]).toEqual([10, true, false])
  })

  test('after reading the new entries', () => {
    const mirror = mirrorOf(entries(1, 5))

    expect(mirror.take(page(entries(1, 9), mirror.from))).toBe('complete')
    expect(isDenied(mirror, 's9')).toBe(true)
  })

  test('when there is no new entry, also when all entries were trimmed', () => {
    const mirror = mirrorOf(entries(1, 5))

    expect(mirror.take(page(entries(1, 5), mirror.from))).toBe('complete')
    expect(mirror.take({ epoch: 'one', counter: 5, trimmed: 5, now, entries: [] })).toBe('complete')
    expect(mirror.take(page(entries(6, 6), mirror.from))).toBe('complete')
  })

  test('after reading page by page', () => {
    const all = entries(1, pageSize * 2 + 1)
    const mirror = new Mirror()

    expect(mirror.take(page(all, mirror.from))).toBe('more')
    expect(mirror.take(page(all, mirror.from))).toBe('more')
    expect(mirror.take(page(all, mirror.from))).toBe('complete')
    expect(mirror.size).toBe(all.length)
  })
})

describe('a replica is discarded', () => {
  const known = entries(1, 5)
  const later = entries(1, 8)

  test.each<[string, Page]>([
    ['in another epoch', page(later, 5, { epoch: 'two' })],
    ['when the feed no longer exists', { epoch: null, counter: 0, trimmed: 0, now, entries: [] }],
    ['when Redis was restored to an earlier state', page(entries(1, 3), 3)],
    [
      'when Redis was restored and has reached the same count with other entries',
      page([...entries(1, 4), entry(5, 'x')], 5),
    ],
    ['and beyond them', page([...entries(1, 4), entry(5, 'x'), entry(6, 'y')], 5)],
    ['after a missed trim', page(entries(7, 9), 5)],
    ['when an entry in between is missing', page(later, 5, { entries: [entry(5), entry(6), entry(8)] })],
    ['when the newest is missing', page(later, 5, { entries: [entry(5), entry(6), entry(7)] })],
    ['when all of them are missing', page(later, 5, { entries: [] })],
    ['when its own last entry is missing', page(later, 5, { entries: [entry(6), entry(7), entry(8)] })],
    ['when entries come twice', page(later, 5, { entries: [entry(5), entry(6), entry(6), entry(7), entry(8)] })],
  ])('%s', (_, next) => {
    const mirror = mirrorOf(known)

    expect(mirror.take(next)).toBe('gap')
    expect([mirror.size, mirror.from]).toEqual([0, 0])
  })

  test('when the feed exceeds its bound', () => {
    const mirror = mirrorOf(known)

    expect(mirror.take(page(known, 5, { counter: 5 + mostEntries, entries: [] }))).toBe('too_many')
    expect(mirror.size).toBe(0)
  })

  test('and reloaded when a page is trimmed between two pages of a reload', () => {
    const all = entries(1, pageSize + 5)
    const mirror = new Mirror()
    expect(mirror.take(page(all, mirror.from))).toBe('more')

    expect(mirror.take(page(entries(pageSize + 3, pageSize + 5), mirror.from))).toBe('gap')
  })
})

describe('for one subject', () => {
  test('the highest value counts, in any order of arrival', () => {
    const mirror = mirrorOf([
      entry(1, 'u', 'generation', 3),
      entry(2, 'u', 'generation', 2),
      entry(3, 'u', 'access', 7),
    ])

    expect(mirror.revocationsFor({ sessionId: 's', userId: 'u' })).toMatchObject({ generation: 3, accessVersion: 7 })
    expect(mirror.revocationsFor({ sessionId: 's', userId: 'v' })).toMatchObject({ generation: 0, accessVersion: 0 })
  })

  test('an id of one kind never matches an id of another kind', () => {
    const mirror = mirrorOf([entry(1, 'same', 'denied'), entry(2, '', 'site', 4)])

    expect(mirror.revocationsFor({ sessionId: 'x', userId: 'same' })).toEqual({
      denied: false,
      generation: 0,
      siteGeneration: 4,
      accessVersion: 0,
    })
  })
})

test('an entry expires by the clock of Redis, and a repeated denial extends it', () => {
  const early = [entry(1, 'a', 'denied', 1, now + 10), entry(2, 'b', 'denied', 1, now + 10)]
  const mirror = mirrorOf([...early, entry(3, 'a', 'denied', 1, now + 20)])

  mirror.take({ epoch: 'one', counter: 3, trimmed: 2, now: now + 10, entries: [entry(3, 'a', 'denied', 1, now + 20)] })

  expect([isDenied(mirror, 'a'), isDenied(mirror, 'b'), mirror.size]).toEqual([true, false, 1])
})
