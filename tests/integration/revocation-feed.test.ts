import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { askRedis } from '@/lib/session/redis'
import { askStrictly } from '@/lib/session/revocation/ask'
import { mostEntries, readFeed } from '@/lib/session/revocation/feed'
import { denialLifetime, keys } from '@/lib/session/revocation/keys'
import { Mirror } from '@/lib/session/revocation/mirror'
import { deny, raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import { forgetEverything } from '@/tests/integration/support/rows'
import { withSettings } from '@/tests/integration/support/settings'

beforeEach(forgetEverything)
afterAll(forgetEverything)

const strictly = async (sessionId: string, userId: string) => {
  const { copy: _, ...revocations } = await askStrictly({ sessionId, userId, copyKey: null })
  return revocations
}
const next = async (mirror: Mirror) => mirror.take(await readFeed(mirror.from))

/** As after denialLifetime: the end in each entry has passed. */
const letExpire = (count: number, from = 0) =>
  askRedis(async (redis) => {
    const oldest = await redis.zrange<string[]>(keys.feed(), from, from + count - 1)
    for (const entry of oldest) {
      await redis.zrem(keys.feed(), entry)
      await redis.zadd(keys.feed(), { score: Number(entry.split('|')[0]), member: entry.replace(/\d+$/, '1') })
    }
  })

describe('a replica that polls the feed has the same state as a strict check', () => {
  test('of every kind', async () => {
    await deny('s')
    await raiseGeneration('u', 2)
    await raiseAccessVersion('u', 3)
    await raiseSiteGeneration(4)
    const mirror = new Mirror()

    expect(await next(mirror)).toBe('complete')

    expect(mirror.revocationsFor({ sessionId: 's', userId: 'u' })).toEqual(await strictly('s', 'u'))
    expect(mirror.revocationsFor({ sessionId: 's', userId: 'u' })).toEqual({
      denied: true,
      generation: 2,
      siteGeneration: 4,
      accessVersion: 3,
    })
  })

  test('and a late value lowers no counter', async () => {
    await raiseGeneration('u', 5)
    await raiseGeneration('u', 4)
    const mirror = new Mirror()
    await next(mirror)

    expect((await strictly('s', 'u')).generation).toBe(5)
    expect(mirror.revocationsFor({ sessionId: 's', userId: 'u' }).generation).toBe(5)
    expect((await readFeed(0)).entries.map(({ value }) => value)).toEqual([5, 5])
  })

  test('ten concurrent writers each get an entry of their own', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => deny(`s${index}`)))
    const mirror = new Mirror()

    expect(await next(mirror)).toBe('complete')
    expect(mirror.size).toBe(10)
  })

  test('reading during writes never shows a gap', async () => {
    const mirror = new Mirror()
    const writing = Promise.all(Array.from({ length: 10 }, (_, index) => deny(`s${index}`)))
    for (let round = 0; round < 10; round += 1) expect(await next(mirror)).toBe('complete')
    await writing

    expect(await next(mirror)).toBe('complete')
    expect(mirror.size).toBe(10)
  })
})

describe('the feed', () => {
  test('expires with all its entries', async () => {
    await deny('s')
    await raiseSiteGeneration(1)

    for (const key of [keys.denied('s'), keys.siteGeneration(), keys.feed(), keys.feedHead()]) {
      const ttl = await askRedis((redis) => redis.ttl(key))
      expect([key, ttl > denialLifetime() - 5 && ttl <= denialLifetime()]).toEqual([key, true])
    }
  })

  test('has the longest TTL that its writers need', async () => {
    await deny('s')
    await withSettings({ FRESH_SECONDS: 10 }, () => deny('t'))

    expect(await askRedis((redis) => redis.ttl(keys.feed()))).toBeGreaterThan(env().FRESH_SECONDS)
  })

  test('holds only ids, words and numbers', async () => {
    await deny('s-1')
    await raiseGeneration('u_2', 2)

    expect((await readFeed(0)).entries.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^1\|denied\|s-1\|1\|\d{10}$/),
      expect.stringMatching(/^2\|generation\|u_2\|2\|\d{10}$/),
    ])
  })

  test('is trimmed of expired entries by the next writer, and records how far', async () => {
    for (const id of ['a', 'b', 'c']) await deny(id)
    await letExpire(2)

    await deny('d')

    expect(await readFeed(0)).toMatchObject({ counter: 4, trimmed: 2, entries: [{ subject: 'c' }, { subject: 'd' }] })
  })
})

describe('a replica starts again', () => {
  async function following(): Promise<Mirror> {
    for (const id of ['a', 'b', 'c']) await deny(id)
    const mirror = new Mirror()
    expect(await next(mirror)).toBe('complete')
    return mirror
  }

  test('after a trim that it missed', async () => {
    const mirror = await following()
    for (const id of ['d', 'e']) await deny(id)
    await letExpire(5)
    await deny('f')

    expect(await next(mirror)).toBe('gap')
    expect(await next(mirror)).toBe('complete')
    expect([mirror.size, mirror.revocationsFor({ sessionId: 'f', userId: '' }).denied]).toEqual([1, true])
  })

  test('when Redis was emptied, and when it has filled again to the same count', async () => {
    const mirror = await following()
    await forgetEverything()
    expect(await next(mirror)).toBe('gap')
    expect(await next(mirror)).toBe('complete')

    const other = await following()
    await forgetEverything()
    for (const id of ['x', 'y', 'z']) await deny(id)
    expect(await next(other)).toBe('gap')
    expect(await next(other)).toBe('complete')
    expect(other.revocationsFor({ sessionId: 'y', userId: '' }).denied).toBe(true)
  })

  test('when Redis was set back to an earlier state of the same epoch', async () => {
    const mirror = await following()
    const { entries } = await readFeed(3)
    await askRedis((redis) => redis.zrem(keys.feed(), entries[0]?.text))
    await askRedis((redis) => redis.hset(keys.feedHead(), { counter: '2' }))
    await deny('another-third')

    expect(await next(mirror)).toBe('gap')
  })
})

describe('a replica never accepts', () => {
  test('a feed whose entries were lost while its head was kept', async () => {
    await deny('a')
    await askRedis((redis) => redis.del(keys.feed()))

    expect(await next(new Mirror())).toBe('gap')
    await deny('b')
    expect(await next(new Mirror())).toBe('gap')
  })

  test('a feed that is too long, and does not load it', async () => {
    await deny('a')
    await askRedis((redis) => redis.hincrby(keys.feedHead(), 'counter', mostEntries))

    expect((await readFeed(0)).entries).toEqual([])
    expect(await next(new Mirror())).toBe('too_many')
  })

  test.each([
    ['a word where a number belongs', '1|denied|a|one|9'],
    ['an unknown kind', '1|pardoned|a|1|9'],
    ['an id with a separator', '1|denied|a|b|1|9'],
    ['nothing', ''],
  ])('an entry with %s', async (_, member) => {
    await deny('a')
    await askRedis((redis) => redis.del(keys.feed()))
    await askRedis((redis) => redis.zadd(keys.feed(), { score: 1, member }))

    await expect(readFeed(0)).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
  })

  test('an entry without an end before a later one has ended; it does not block writers', async () => {
    await deny('a')
    await askRedis((redis) => redis.del(keys.feed()))
    await askRedis((redis) => redis.zadd(keys.feed(), { score: 1, member: 'no entry' }))
    await deny('b')

    expect((await strictly('b', 'u')).denied).toBe(true)
    await expect(readFeed(0)).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })

    await letExpire(1, 1)
    await deny('c')
    expect(await readFeed(0)).toMatchObject({ counter: 3, trimmed: 2, entries: [{ subject: 'c' }] })
  })
})
