import { beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { getProfile } from '@/lib/db/users'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { deleteAccount } from '@/lib/server/account/delete'
import { changeName as change, findProfile, ProfileMemory } from '@/lib/server/account/profile'
import { limits } from '@/lib/server/limits/limits'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Mode } from '@/lib/session/revocation/modes'
import { nowInSeconds } from '@/lib/time'
import { adjustableClock } from '@/tests/integration/support/clock'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { newPerson } from '@/tests/integration/support/person'
import { client, letIn, look, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { Signal } from '@/tests/integration/support/signal'
import { models } from '@/tests/support/models'

/* Name and e-mail in the memory of a process: when they count, and what makes them useless. */

const gate = gateBeforeRedis()
const { letPass } = adjustableClock()
const holder: { follower?: unknown } & typeof globalThis = globalThis
beforeEach(() => void Reflect.deleteProperty(holder, 'follower'))

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS
const was = 'Other User'

const changeName = async (visitor: AllowedVisitor, name: string) => {
  const answer = await change(visitor, name, { client, now })
  return 'cookies' in answer ? answer.cookies : []
}

const stale = (work: () => Promise<void>) => () => withSettings({ REVOCATION_MAX_AGE_MS: 60_000 }, work)

/** A process that counts its queries. */
function process() {
  let queries = 0
  const memory = new ProfileMemory((userId) => {
    queries += 1
    return getProfile(userId)
  })
  const nameFor = async (cookies: readonly IssuedCookie[], mode: Mode = 'snapshot', at = now) =>
    (await memory.find((await letIn(look(cookies, at, mode))).session))?.name
  return { memory, nameFor, queries: () => queries }
}

describe.each(models)('a name in the memory of a process, for a %s session,', (model) => {
  async function twoDevices() {
    const { userId, email } = await newPerson()
    const [here, elsewhere] = [await start(model, userId, now), await start(model, userId, now)]
    return { userId, email, visitor: await letIn(look(here.cookies, now)), here, elsewhere }
  }

  test('is read once, and then without a query', async () => {
    const { here } = await twoDevices()
    const { nameFor, queries } = process()

    for (const mode of ['snapshot', 'strict', 'off', 'snapshot'] as const)
      expect(await nameFor(here.cookies, mode)).toBe(was)
    expect(queries()).toBe(1)
  })

  test(
    'is useless for its author from the change on, in this process and in every other, before the feed brings the change',
    stale(async () => {
      const { visitor, here } = await twoDevices()
      const other = process()
      expect(await other.nameFor(here.cookies)).toBe(was)
      expect((await findProfile(visitor.session))?.name).toBe(was)

      const issued = await inAnotherProcess(() => changeName(visitor, 'Changed'))

      expect(issued.length).toBeGreaterThan(0)
      for (const mode of ['snapshot', 'strict', 'off'] as const)
        expect(await other.nameFor(issued, mode)).toBe('Changed')
      expect((await findProfile((await letIn(look(issued, now, 'snapshot'))).session))?.name).toBe('Changed')
    }),
  )

  test(
    'is useless in the process that changed it, also for the cookies from before',
    stale(async () => {
      const { visitor, here, elsewhere } = await twoDevices()
      const { nameFor } = process()
      expect(await nameFor(elsewhere.cookies)).toBe(was)

      await changeName(visitor, 'Changed')

      expect([await nameFor(elsewhere.cookies), await nameFor(here.cookies)]).toEqual(['Changed', 'Changed'])
    }),
  )

  test('counts for others no longer than the replica, and not at all in strict', () =>
    withSettings({ REVOCATION_MAX_AGE_MS: 400 }, async () => {
      const { visitor, elsewhere } = await twoDevices()
      const { nameFor } = process()
      expect(await nameFor(elsewhere.cookies)).toBe(was)

      await inAnotherProcess(() => changeName(visitor, 'Changed'))

      expect(await nameFor(elsewhere.cookies, 'strict')).toBe('Changed')
      letPass(401)
      expect(await nameFor(elsewhere.cookies)).toBe('Changed')
    }))

  test('that was read before the change and arrives after its entry in the feed is read again', async () => {
    const { visitor, here, elsewhere } = await twoDevices()
    const [read, arrive] = [new Signal(), new Signal()]
    let isHeld = true
    const slow = new ProfileMemory(async (userId) => {
      const profile = await getProfile(userId)
      if (isHeld) {
        isHeld = false
        read.give()
        await arrive.given
      }
      return profile
    })
    const early = slow.find((await letIn(look(elsewhere.cookies, now, 'snapshot'))).session)
    await read.given

    const issued = await changeName(visitor, 'Changed')
    const applied = await letIn(look(elsewhere.cookies, now, 'strict'))
    arrive.give()

    expect((await early)?.name).toBe(was)
    for (const cookies of [issued, here.cookies, elsewhere.cookies]) {
      const { session } = await letIn(look(cookies, now, 'snapshot'))
      expect((await slow.find(session))?.name).toBe('Changed')
    }
    expect((await slow.find(applied.session))?.name).toBe('Changed')
  })

  test('that Redis was not told about counts for others until their renewal, and for its author no longer', async () => {
    const { visitor, elsewhere } = await twoDevices()
    const [other, third] = [process(), process()]
    for (const { nameFor } of [other, third]) expect(await nameFor(elsewhere.cookies)).toBe(was)
    gate.set('shut')
    const issued = await inAnotherProcess(() => changeName(visitor, 'Changed'))
    gate.set('open')

    expect(await other.nameFor(issued)).toBe('Changed')
    expect(await third.nameFor(elsewhere.cookies)).toBe(was)
    const { session } = await letIn(visit(elsewhere.cookies, due, 'snapshot'))
    expect((await third.memory.find(session))?.name).toBe('Changed')
  })

  test('is useless for a page whose session is due for renewal and cannot be renewed', async () => {
    const { visitor, elsewhere } = await twoDevices()
    const { nameFor } = process()
    expect(await nameFor(elsewhere.cookies)).toBe(was)
    gate.set('shut')
    await inAnotherProcess(() => changeName(visitor, 'Changed'))
    gate.set('open')

    expect(await nameFor(elsewhere.cookies, 'snapshot', due)).toBe('Changed')
  })

  test('can be changed twenty times an hour, also by changes at once, and then stays', () =>
    withSettings({ RATE_LIMIT: 'on' }, async () => {
      const { userId, visitor } = await twoDevices()
      const names = Array.from({ length: limits.nameChange.tokens + 5 }, (_, at) => `Name ${at}`)
      const answers = await Promise.all(names.map((name) => change(visitor, name, { client, now })))

      const saved = answers.filter(({ outcome }) => outcome === 'saved')
      expect(saved).toHaveLength(limits.nameChange.tokens)
      expect(answers.filter(({ outcome }) => outcome === 'too_many')).toHaveLength(5)
      const row = await getProfile(userId)
      expect(await change(visitor, 'One more', { client, now })).toMatchObject({ outcome: 'too_many' })
      expect(await getProfile(userId)).toEqual(row)
    }))

  test('is gone from this process when the account is deleted, and no session finds it', async () => {
    const { visitor, elsewhere } = await twoDevices()
    expect((await findProfile(visitor.session))?.name).toBe(was)

    expect(await deleteAccount(visitor, client, now)).toMatchObject({ outcome: 'deleted' })

    expect(await findProfile(visitor.session)).toBeNull()
    expect(await look(elsewhere.cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
  })
})

describe('the memory', () => {
  const session = (userId: string, accessVersion = 0) => ({ userId, accessVersion })

  test('reads an e-mail address again after FRESH_SECONDS that was changed in the database alone', async () => {
    const { userId, email } = await newPerson()
    const { memory } = process()
    await memory.find(session(userId))
    await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { email: `new.${email}` } }))

    letPass(env().FRESH_SECONDS * 1000 - 1000)
    expect((await memory.find(session(userId)))?.email).toBe(email)
    letPass(1001)
    expect((await memory.find(session(userId)))?.email).toBe(`new.${email}`)
  })

  const counting = (most = Number.POSITIVE_INFINITY) => {
    const asked: string[] = []
    const memory = new ProfileMemory(async (userId) => {
      asked.push(userId)
      return asked.length > most ? null : { email: `${userId}@example.com`, name: userId, accessVersion: 0 }
    })
    return { asked, memory }
  }

  test('holds five thousand accounts, and then drops those that were read first', async () => {
    const { asked, memory } = counting()
    for (let account = 0; account < 6000; account += 1) await memory.find(session(`u${account}`))

    expect(memory.size).toBe(5000)
    asked.length = 0
    await memory.find(session('u5999'))
    await memory.find(session('u0'))
    expect(asked).toEqual(['u0'])
  })

  test('drops what is older than FRESH_SECONDS at the next reading', async () => {
    const { memory } = counting()
    for (let account = 0; account < 100; account += 1) await memory.find(session(`u${account}`))
    letPass(env().FRESH_SECONDS * 1000 + 1)
    await memory.find(session('another'))

    expect(memory.size).toBe(1)
  })

  test('holds no account that does not exist, and drops one that no longer does', async () => {
    const { asked, memory } = counting(1)
    await memory.find(session('u'))

    expect([await memory.find(session('u', 1)), await memory.find(session('u'))]).toEqual([null, null])
    expect([asked.length, memory.size]).toEqual([3, 0])
  })

  test('holds nothing when Postgres does not answer, and asks again', async () => {
    let isAway = true
    const memory = new ProfileMemory(async () => {
      if (isAway) throw new UnavailableError('postgres', null)
      return { email: 'a@example.com', name: 'A', accessVersion: 0 }
    })

    await expect(memory.find(session('u'))).rejects.toMatchObject({ store: 'postgres' })
    isAway = false
    expect((await memory.find(session('u')))?.name).toBe('A')
  })

  test('gives no account the name of another', async () => {
    const { memory } = counting()
    const found = await Promise.all(['a', 'b', 'a', 'c', 'b'].map((userId) => memory.find(session(userId))))

    expect(found.map((profile) => profile?.name)).toEqual(['a', 'b', 'a', 'c', 'b'])
  })
})
