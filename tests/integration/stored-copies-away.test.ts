import { beforeEach, describe, expect, test } from 'vitest'
import { endSessionRow } from '@/lib/db/sessions/end'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { startSession } from '@/lib/server/sessions/start'
import { nowInSeconds } from '@/lib/time'
import { adjustableClock } from '@/tests/integration/support/clock'
import { copyIn, countCalls, dropCopy, lookIn, newStored } from '@/tests/integration/support/copies'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { forgetEverything } from '@/tests/integration/support/rows'
import { accessOf, client, end, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

const gate = gateBeforeRedis()
const { letPass } = adjustableClock()
const holder: { follower?: unknown } & typeof globalThis = globalThis

beforeEach(async () => {
  // The first question of all takes a second or more.
  await lookIn((await newStored()).cookies)
  await forgetEverything()
  // As in an isolate that has just started.
  Reflect.deleteProperty(holder, 'follower')
})

const maxAge = 400
const snapshot = { mode: 'snapshot' } as const

/** Enough for a copy to be too old, and for the next one to have been fetched. */
const untilTooOld = () => letPass(maxAge + 20)

const withCopies = (work: () => Promise<void>) => () =>
  withSettings({ REVOCATION_MAX_AGE_MS: maxAge, REVOCATION_OUTAGE_MS: 5000 }, work)

/** In Postgres alone: as when the one who ended it died before Redis was told. */
const endRow = (sessionId: string) => endSessionRow(sessionId, 'revoked', new Date())

describe('in snapshot mode a process keeps a copy of its own', () => {
  test(
    'which asks no store at all, for REVOCATION_MAX_AGE_MS',
    withCopies(async () => {
      const { cookies } = await newStored()
      await lookIn(cookies, snapshot)

      const calls = await countCalls(async () => {
        expect(await lookIn(cookies, snapshot)).toMatchObject({ verdict: 'allowed', asked: [] })
      })
      expect(calls).toBe(0)

      untilTooOld()
      expect(await lookIn(cookies, snapshot)).toMatchObject({ verdict: 'allowed', asked: ['redis', 'redis'] })
    }),
  )

  test(
    'which no strict check believes',
    withCopies(async () => {
      const { sessionId, cookies } = await newStored()
      await lookIn(cookies, snapshot)
      await dropCopy(sessionId)
      await endRow(sessionId)

      expect(await lookIn(cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
    }),
  )

  test(
    'and not a moment longer, however often it is used: a row that ended unheard of is found by then',
    withCopies(async () => {
      const { sessionId, cookies } = await newStored()
      const start = performance.now()
      await lookIn(cookies, snapshot)
      await dropCopy(sessionId)
      await endRow(sessionId)

      const late: string[] = []
      while (performance.now() - start < 3 * maxAge) {
        const isLate = performance.now() - start > maxAge + 200
        const { verdict } = await lookIn(cookies, snapshot)
        if (isLate) late.push(verdict)
        letPass(25)
      }
      expect(new Set(late)).toEqual(new Set(['revoked']))
    }),
  )

  const ends = {
    'that is logged out': ({ cookies }) => end(cookies),
    'that is revoked from another device': ({ userId, sessionId }) =>
      revokeSession({ ownerId: userId, sessionId, client }, nowInSeconds()),
    'that is evicted': async ({ userId }) => {
      for (let others = 0; others < 20; others += 1) await start('stored', userId)
    },
    'that is replaced': async ({ userId, sessionId, cookies }) => {
      const arrival = { client, now: nowInSeconds(), replacing: [sessionId] }
      await startSession('signed', await accessOf(userId), arrival)
      await end(cookies)
    },
  } satisfies Record<string, (somebody: Awaited<ReturnType<typeof newStored>>) => Promise<unknown>>

  test.each(Object.entries(ends))(
    'of a session %s, which is refused after that time, though the copy is there',
    (_, endIt) =>
      withSettings({ REVOCATION_MAX_AGE_MS: maxAge }, async () => {
        const somebody = await newStored(nowInSeconds() - 5)
        await lookIn(somebody.cookies, snapshot)

        await endIt(somebody)
        untilTooOld()

        expect(await lookIn(somebody.cookies, snapshot)).toMatchObject({ verdict: 'revoked' })
        expect(await copyIn(somebody.sessionId)).toBeNull()
      }),
  )
})

describe.each(['shut', 'frozen'] as const)('while Redis is %s', (state) => {
  test('Postgres answers in off mode, for who is logged in and for who is not', async () => {
    const [somebody, gone] = [await newStored(), await newStored()]
    await endRow(gone.sessionId)
    gate.set(state)

    expect(await lookIn(somebody.cookies, { mode: 'off' })).toMatchObject({
      verdict: 'allowed',
      asked: ['redis', 'postgres'],
    })
    expect(await lookIn(gone.cookies, { mode: 'off' })).toMatchObject({ verdict: 'revoked' })
    // Who did not answer is not told the answer: one wait, not two. The client tries a refused connection twice.
    const tries = { shut: 2, frozen: 1 }[state]
    expect(await countCalls(() => lookIn(somebody.cookies, { mode: 'off' }))).toBe(tries)
  })

  test(
    'Postgres answers in snapshot mode, and Redis is not waited for again and again',
    withCopies(async () => {
      const [somebody, gone, unseen] = [await newStored(), await newStored(), await newStored()]
      for (const { cookies } of [somebody, gone]) await lookIn(cookies, snapshot)
      gate.set(state)
      untilTooOld()
      await endRow(gone.sessionId)
      await lookIn(somebody.cookies, snapshot)
      untilTooOld()

      expect(await lookIn(gone.cookies, snapshot)).toMatchObject({ verdict: 'revoked' })
      const calls = await countCalls(async () => {
        expect(await lookIn(unseen.cookies, snapshot)).toMatchObject({ verdict: 'allowed' })
      })
      expect(calls).toBeLessThanOrEqual(1)
    }),
  )

  test('a strict check answers nobody', async () => {
    const { cookies } = await newStored()
    gate.set(state)
    expect(await lookIn(cookies, { mode: 'strict' })).toMatchObject({ verdict: 'unavailable' })
  })
})
