import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/admin/change-role'
import { disableUser } from '@/lib/server/admin/users'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { startSession } from '@/lib/server/sessions/start'
import type { IssuedCookie } from '@/lib/session/cookies'
import { askStrictly } from '@/lib/session/revocation/ask'
import { keys } from '@/lib/session/revocation/keys'
import { deny } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { copyIn, dropCopy, holdCopy, lookIn, newStored, putCopy } from '@/tests/integration/support/copies'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { forgetEverything } from '@/tests/integration/support/rows'
import { accessOf, client, end, letIn, look, renew, start, visit } from '@/tests/integration/support/session'

raceOnRealStores()

// The script is known to Redis, connections are there: half a second is then plenty.
beforeEach(async () => void (await lookIn((await newStored()).cookies, { mode: 'strict' })))

afterEach(() => vi.restoreAllMocks())

type Somebody = Awaited<ReturnType<typeof newStored>>

/** Whoever reads has read the row, and their copy is on its way to Redis. */
async function readAndHold({ sessionId, cookies }: Somebody) {
  await dropCopy(sessionId)
  const held = holdCopy(sessionId)
  const reading = lookIn(cookies, { mode: 'strict' })
  await held.sent
  return { arrive: held.arrive, reading }
}

const access = async ({ userId }: Somebody) => accessOf(userId)
const arrival = { client, replacing: [] }

const ends: Record<string, (somebody: Somebody) => Promise<unknown>> = {
  'by a logout': ({ cookies }) => end(cookies),
  'by another device': ({ userId, sessionId }) => revokeSession({ ownerId: userId, sessionId, client }, nowInSeconds()),
  'by another login in its browser': async (somebody) => {
    const replacing = [somebody.sessionId]
    await startSession('sealed', await access(somebody), { ...arrival, now: nowInSeconds(), replacing })
    await end(somebody.cookies)
  },
}

describe.each(Object.entries(ends))('a session that ends %s while its row is being copied', (_, endIt) => {
  test('leaves no copy behind, and is refused from then on, in every mode', async () => {
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

  test('takes along a copy that arrives before the denial does', async () => {
    const somebody = await newStored()
    const { arrive, reading } = await readAndHold(somebody)

    expect(await arrive()).toBe('kept')
    await reading
    await endIt(somebody)

    expect(await copyIn(somebody.sessionId)).toBeNull()
    expect(await lookIn(somebody.cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
  })
})

test('a session that is evicted while its row is being copied leaves no copy behind', async () => {
  const oldest = await newStored(nowInSeconds() - 10)
  for (let others = 0; others < 19; others += 1) await start('stored', oldest.userId)
  const { arrive } = await readAndHold(oldest)

  await start('signed', oldest.userId)

  expect(await arrive()).toBe('refused')
  expect(await copyIn(oldest.sessionId)).toBeNull()
  expect(await lookIn(oldest.cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
})

test('a denial and its copy: one script, so that no check sees the one without the other', async () => {
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
  ['cut off', (userId: string) => cutOffUser(userId, nowInSeconds())],
  ['disabled', (userId: string) => disableUser(userId, nowInSeconds())],
])('a person who is %s while a row is being copied', (_, cutOff) => {
  test('is refused whatever the copy says, also after every denial was forgotten', async () => {
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

describe('a copy of what is no longer so', () => {
  const readBy = async (cookies: readonly IssuedCookie[], now?: number) =>
    letIn(await lookIn(cookies, { mode: 'strict', ...(now ? { now } : {}) }))

  test('that arrives after a role change gives nobody the old role', async () => {
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
    // Nor the one whose credential is older: it is renewable, and the row says what is.
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

test('of a crowd that reads while a session ends, nobody is let in who came after the end', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { cookies, sessionId } = await newStored()
    let isOver = false
    const late: string[] = []
    const reader = async () => {
      for (let visits = 0; visits < 15; visits += 1) {
        const cameLate = isOver
        const { verdict } = await lookIn(cookies, { mode: 'strict' })
        if (cameLate) late.push(verdict)
      }
    }
    const ending = async () => {
      await lookIn(cookies, { mode: 'strict' })
      await end(cookies)
      isOver = true
    }
    await Promise.all([...Array.from({ length: 6 }, reader), ending()])

    expect(late.length).toBeGreaterThan(0)
    expect(late.filter((verdict) => verdict === 'allowed')).toEqual([])
    expect(await copyIn(sessionId)).toBeNull()
  }
})
