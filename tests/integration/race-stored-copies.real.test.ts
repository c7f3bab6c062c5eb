import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { startSession } from '@/lib/server/sessions/issue'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import { askStrictly } from '@/lib/session/revocation/ask'
import { keys } from '@/lib/session/revocation/keys'
import { deny } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { copyIn, dropCopy, holdCopy, lookIn, newStored, putCopy } from '@/tests/integration/support/copies'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { forgetEverything } from '@/tests/integration/support/rows'
import { accessOf, arrival, client, end, letIn, look, renew, start, visit } from '@/tests/integration/support/session'

raceOnRealStores()

// Redis has the script and open connections: half a second is then sufficient.
beforeEach(async () => void (await lookIn((await newStored()).cookies, { mode: 'strict' })))

afterEach(() => vi.restoreAllMocks())

type Somebody = Awaited<ReturnType<typeof newStored>>

/** The request has read the row, and its cached row is on its way to Redis. */
async function readAndHold({ sessionId, cookies }: Somebody) {
  await dropCopy(sessionId)
  const held = holdCopy(sessionId)
  const reading = lookIn(cookies, { mode: 'strict' })
  await held.sent
  return { arrive: held.arrive, reading }
}

const access = async ({ userId }: Somebody) => accessOf(userId)

const ends: Record<string, (somebody: Somebody) => Promise<unknown>> = {
  'by a logout': ({ cookies }) => end(cookies),
  'by another device': ({ userId, sessionId }) => revokeSession({ ownerId: userId, sessionId, client }, nowInSeconds()),
  'by another login in its browser': async (somebody) => {
    const replacing = [somebody.sessionId]
    await startSession('sealed', await access(somebody), { ...arrival, now: nowInSeconds(), replacing })
    await end(somebody.cookies)
  },
}

describe.each(Object.entries(ends))('a session that ends %s while its row is written to the cache', (_, endIt) => {
  test('leaves no cached row, and is refused from then on, in every mode', async () => {
    const somebody = await newStored()
    const { arrive, reading } = await readAndHold(somebody)

    await endIt(somebody)

    expect(await arrive()).toBe('refused')
    expect((await reading).verdict).toBe('allowed')
    expect(await copyIn(somebody.sessionId)).toBeNull()
    for (const mode of ['strict', 'off'] as const) {
      expect(await lookIn(somebody.cookies, { mode })).toMatchObject({ verdict: 'revoked' })
    }
  })

  test('deletes a cached row that arrives before the denial', async () => {
    const somebody = await newStored()
    const { arrive, reading } = await readAndHold(somebody)

    expect(await arrive()).toBe('kept')
    await reading
    await endIt(somebody)

    expect(await copyIn(somebody.sessionId)).toBeNull()
    expect(await lookIn(somebody.cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
  })
})

test('a session that is evicted while its row is written to the cache leaves no cached row', async () => {
  const oldest = await newStored(nowInSeconds() - 10)
  for (let others = 0; others < 19; others += 1) await start('stored', oldest.userId)
  const { arrive } = await readAndHold(oldest)

  await start('signed', oldest.userId)

  expect(await arrive()).toBe('refused')
  expect(await copyIn(oldest.sessionId)).toBeNull()
  expect(await lookIn(oldest.cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
})

test('one script writes a denial and deletes the cached row, so that no check sees the one without the other', async () => {
  const somebody = await newStored()
  await lookIn(somebody.cookies, { mode: 'strict' })
  const question = {
    sessionId: somebody.sessionId,
    userId: somebody.userId,
    copyKey: keys.storedSession(somebody.sessionId),
  }
  const copy = (await copyIn(somebody.sessionId)) ?? ''

  for (let round = 0; round < 20; round += 1) {
    await forgetEverything()
    await putCopy(somebody.sessionId, copy)
    const asking = Array.from({ length: 8 }, () => askStrictly(question))
    const [answers] = await Promise.all([Promise.all(asking), deny(somebody.sessionId)])
    for (const answer of answers) expect(answer.denied).toBe(answer.copy === null)
  }
})

describe.each([
  ['revoked', (userId: string) => cutOffUser(userId, nowInSeconds())],
  ['disabled', (userId: string) => disableUser(userId, nowInSeconds())],
])('a user who is %s while a row is written to the cache', (_, cutOff) => {
  test('is refused with any cached row, also after every denial has expired', async () => {
    const now = nowInSeconds()
    const somebody = await newStored(now)
    const { arrive } = await readAndHold(somebody)

    await cutOff(somebody.userId)

    expect(await arrive()).toBe('kept')
    const copy = (await copyIn(somebody.sessionId)) ?? ''
    expect(await lookIn(somebody.cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
    await forgetEverything()
    await putCopy(somebody.sessionId, copy)
    const due = now + env().FRESH_SECONDS
    expect(await visit(somebody.cookies, due)).toEqual({ verdict: 'revoked' })
    expect(await look(somebody.cookies, due)).toEqual({ verdict: 'revoked' })
  })
})

describe('an outdated cached row', () => {
  const readBy = async (cookies: readonly IssuedCookie[], now?: number) =>
    letIn(await lookIn(cookies, { mode: 'strict', ...(now ? { now } : {}) }))

  test('that arrives after a role change gives no check the old role', async () => {
    const somebody = await newStored()
    const { arrive } = await readAndHold(somebody)

    await changeRole(somebody.userId, 'editor')
    const { cookies } = await letIn(visit(somebody.cookies))
    const before = await readBy(cookies)
    expect(await arrive()).toBe('kept')

    expect([before, await readBy(cookies), await readBy(cookies)].map(({ session }) => session.role)).toEqual([
      'editor',
      'editor',
      'editor',
    ])
    // The same for an older credential: it is renewable, and the row decides.
    expect((await letIn(look(somebody.cookies))).session.role).toBe('editor')
  })

  test('that arrives after a renewal shortens nothing', async () => {
    const now = nowInSeconds()
    const somebody = await newStored(now)
    const { arrive } = await readAndHold(somebody)

    const later = now + env().FRESH_SECONDS
    const renewed = await renew(somebody.cookies, later)
    expect(await arrive()).toBe('kept')

    const { session } = await readBy(renewed?.cookies ?? [], later)
    expect(session.idleUntil).toBe(later + env().IDLE_SECONDS)
  })
})

test('of many reads while a session ends, none that started after the end is accepted', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { cookies, sessionId } = await newStored()
    let isOver = false
    const late: string[] = []
    const reader = async () => {
      // Each reader goes on until it has made a visit that began after the end.
      for (let cameLate = false; !cameLate; ) {
        cameLate = isOver
        // Once the session is revoked in this process, a check waits for nothing: without this pause the end never finishes.
        await setImmediate()
        const { verdict } = await lookIn(cookies, { mode: 'strict' })
        if (cameLate) late.push(verdict)
      }
    }
    const ending = async () => {
      try {
        await lookIn(cookies, { mode: 'strict' })
        await end(cookies)
      } finally {
        isOver = true
      }
    }
    await Promise.all([...Array.from({ length: 6 }, reader), ending()])

    expect(late).toHaveLength(6)
    expect(late.filter((verdict) => verdict === 'allowed')).toEqual([])
    expect(await copyIn(sessionId)).toBeNull()
  }
})
