import { beforeEach, describe, expect, test } from 'vitest'
import { finishLogout, logOut } from '@/lib/server/sessions/log-out'
import { askRedis } from '@/lib/session/redis'
import { askStrictly } from '@/lib/session/revocation/ask'
import { readFeed } from '@/lib/session/revocation/feed'
import { denialLifetime, keys } from '@/lib/session/revocation/keys'
import { Mirror } from '@/lib/session/revocation/mirror'
import { deny, raiseGeneration } from '@/lib/session/revocation/write'
import { copyIn, lookIn, newStored, putCopy } from '@/tests/integration/support/copies'
import { newPerson } from '@/tests/integration/support/person'
import { eventsOf, forgetEverything } from '@/tests/integration/support/rows'
import { client, present, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

beforeEach(forgetEverything)

const countEntries = () => askRedis((redis) => redis.zcard(keys.feed()))

const isDenied = async (sessionId: string) => (await askStrictly({ sessionId, userId: 'u', copyKey: null })).denied

/** The state of a replica that follows the feed from its beginning. */
async function isFollowed(sessionId: string): Promise<boolean> {
  const mirror = new Mirror()
  expect(mirror.take(await readFeed(mirror.from))).toBe('complete')
  return mirror.revocationsFor({ sessionId, userId: 'u' }).denied
}

describe('repeated logouts with the cookie of an ended session', () => {
  test.each(models)(
    'a session that is ended again and again has one entry in the feed, and one audit event: %s',
    async (model) => {
      const { userId } = await newPerson()
      const { session, cookies } = await start(model, userId)

      for (let times = 0; times < 10; times += 1) await logOut(present(cookies), client, session.startedAt)
      for (let times = 0; times < 10; times += 1) await finishLogout([session.id, session.id], client)

      expect([await countEntries(), await eventsOf(userId)]).toEqual([1, ['logout']])
      expect([await isDenied(session.id), await isFollowed(session.id)]).toEqual([true, true])
    },
  )
})

describe('a repeated denial is written again', () => {
  test('when a fifth of its TTL has passed, and then has the TTL of a new one', async () => {
    await deny('s')
    await askRedis((redis) => redis.expire(keys.denied('s'), Math.floor(denialLifetime() * 0.8)))

    await deny('s')

    expect(await countEntries()).toBe(2)
    expect(await askRedis((redis) => redis.ttl(keys.denied('s')))).toBeGreaterThan(denialLifetime() - 5)
  })

  test('by a process with a longer policy', async () => {
    await deny('s')

    await withSettings({ FRESH_SECONDS: 900 }, async () => {
      await deny('s')
      expect(await askRedis((redis) => redis.ttl(keys.denied('s')))).toBeGreaterThan(900)
    })
  })

  test('when Redis has lost the feed, and when another one has begun since', async () => {
    for (const id of ['s', 't']) await deny(id)
    await askRedis((redis) => redis.del(keys.feed(), keys.feedHead()))

    await deny('s')
    expect([await isFollowed('s'), await isFollowed('t')]).toEqual([true, false])
    await deny('t')
    expect(await isFollowed('t')).toBe(true)
  })

  test.each([
    ['its own entry', (entry: string) => askRedis((redis) => redis.zrem(keys.feed(), entry))],
    ['the whole feed but its head', () => askRedis((redis) => redis.del(keys.feed()))],
    ['the mark', () => askRedis((redis) => redis.del(keys.denied('s')))],
  ])('when Redis has lost %s', async (_, lose) => {
    await deny('s')
    await lose((await readFeed(0)).entries[0]?.text ?? '')

    await deny('s')

    expect((await readFeed(0)).entries.at(-1)).toMatchObject({ counter: 2, kind: 'denied', subject: 's', value: 1 })
    expect(await isDenied('s')).toBe(true)
  })

  test('over a mark of an earlier release', async () => {
    await deny('t')
    await askRedis((redis) => redis.set(keys.denied('s'), '1', { ex: denialLifetime() }))

    await deny('s')

    expect([await isDenied('s'), await isFollowed('s')]).toEqual([true, true])
  })
})

test('a repeated denial deletes a cached row that was written again', async () => {
  const { sessionId, cookies } = await newStored()
  await lookIn(cookies, { mode: 'strict' })
  const copy = (await copyIn(sessionId)) ?? ''
  await deny(sessionId)
  await putCopy(sessionId, copy)

  await deny(sessionId)

  expect(await copyIn(sessionId)).toBeNull()
})

test('a counter that is raised twice has two entries in the feed, which differ', async () => {
  await raiseGeneration('u', 2)
  await raiseGeneration('u', 2)

  expect((await readFeed(0)).entries.map(({ value }) => value)).toEqual([2, 2])
})
