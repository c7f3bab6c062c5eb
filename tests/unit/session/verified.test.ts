import { afterEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { Verified } from '@/lib/session/verified'

afterEach(() => vi.useRealTimers())

/** An opener without cryptography that counts its calls. */
function counting<T extends object>(answer: (presented: string) => T | null) {
  const verified = new Verified<T>()
  const opened: string[] = []
  const open = (presented: string) =>
    verified.open(presented, async () => {
      opened.push(presented)
      return answer(presented)
    })
  return { verified, opened, open }
}

const nameOf = (presented: string) => ({ name: presented })

describe('a verified credential', () => {
  test('is opened once, and a cache hit needs the same bytes', async () => {
    const { opened, open, verified } = counting(nameOf)

    for (const presented of ['a', 'a', 'A', 'a ', 'a', 'A']) expect(await open(presented)).toEqual({ name: presented })

    expect(opened).toEqual(['a', 'A', 'a '])
    expect(['a', 'b', ''].map((presented) => verified.knows(presented))).toEqual([true, false, false])
  })

  test('is opened again once FRESH_SECONDS have passed, however often it was used meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { opened, open, verified } = counting(nameOf)
    const quarter = (env().FRESH_SECONDS * 1000) / 4

    for (let asked = 0; asked < 4; asked += 1) {
      await open('a')
      vi.setSystemTime(Date.now() + quarter)
    }
    expect(opened).toEqual(['a'])
    expect(verified.knows('a')).toBe(false)

    await open('a')
    expect(opened).toEqual(['a', 'a'])
  })

  test('is shared, so it is frozen at every depth', async () => {
    const { open } = counting(() => ({ role: 'member', data: { visits: 1, list: [{ note: 'hello' }] } }))
    await open('a')
    const shared = await open('a')

    expect(() => Object.assign(shared ?? {}, { role: 'admin' })).toThrow(TypeError)
    expect(() => Object.assign(shared?.data ?? {}, { visits: 9 })).toThrow(TypeError)
    expect(() => shared?.data.list.push({ note: 'more' })).toThrow(TypeError)
    expect(() => Object.assign(shared?.data.list[0] ?? {}, { note: 'other' })).toThrow(TypeError)
    expect(await open('a')).toEqual({ role: 'member', data: { visits: 1, list: [{ note: 'hello' }] } })
  })

  test('is frozen from the first use on, not only on a cache hit', async () => {
    const first = await counting(() => ({ role: 'member' })).open('a')
    expect(() => Object.assign(first ?? {}, { role: 'admin' })).toThrow(TypeError)
  })
})

describe('a credential that does not verify', () => {
  test('is never cached: each attempt costs its sender the same', async () => {
    const { opened, open, verified } = counting(() => null)

    for (let tries = 0; tries < 3; tries += 1) expect(await open('forged')).toBeNull()

    expect(opened).toEqual(['forged', 'forged', 'forged'])
    expect(verified.knows('forged')).toBe(false)
  })

  test('is not cached either when opening it throws', async () => {
    const verified = new Verified()
    const broken = () => Promise.reject(new RangeError('broken'))

    await expect(verified.open('a', broken)).rejects.toThrow(RangeError)
    expect(await verified.open('a', async () => ({ name: 'a' }))).toEqual({ name: 'a' })
  })

  test('evicts no entry, in any number', async () => {
    const { opened, open } = counting((presented) => (presented === 'genuine' ? nameOf(presented) : null))
    await open('genuine')

    for (let strangers = 0; strangers < 5000; strangers += 1) await open(`invalid ${strangers}`)
    await open('genuine')

    expect(opened.filter((presented) => presented === 'genuine')).toHaveLength(1)
  })
})

describe('the cache', () => {
  const most = 1000

  test('is bounded: it holds the newest thousand, never two thousand, and evicts the oldest', async () => {
    const { open, verified } = counting(nameOf)
    const all = Array.from({ length: 10 * most }, (_, index) => `session ${index}`)
    for (const presented of all) await open(presented)

    const known = all.filter((presented) => verified.knows(presented))

    expect(known.length).toBeGreaterThanOrEqual(most)
    expect(known.length).toBeLessThan(2 * most)
    expect(known).toEqual(all.slice(-known.length))
  })

  test('keeps a credential that is used again and again, while a thousand times as many pass by', async () => {
    const { opened, open } = counting(nameOf)

    for (let others = 0; others < 5 * most; others += 1) {
      await open(`passer-by ${others}`)
      if (others % 500 === 0) await open('regular')
    }

    expect(opened.filter((presented) => presented === 'regular')).toHaveLength(1)
  })
})
