import { beforeEach, describe, expect, test } from 'vitest'
import { endSessionRow } from '@/lib/db/sessions/end'
import { env } from '@/lib/env'
import { startSession } from '@/lib/server/sessions/issue'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { deny } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { adjustableClock } from '@/tests/integration/support/clock'
import { copyIn, countCalls, dropCopy, lookIn, newStored } from '@/tests/integration/support/copies'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { forgetEverything } from '@/tests/integration/support/rows'
import { accessOf, arrival, client, end, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

const gate = gateBeforeRedis()
const { letPass } = adjustableClock()
const holder: { follower?: unknown } & typeof globalThis = globalThis

beforeEach(async () => {
  // The first call to a store takes a second or more.
  await lookIn((await newStored()).cookies)
  await forgetEverything()
  // As in a newly started isolate.
  Reflect.deleteProperty(holder, 'follower')
})

const maxAge = 400
const snapshot = { mode: 'snapshot' } as const

/** Sufficient for a replica to be too old, and for the next one to have been fetched. */
const untilTooOld = () => letPass(maxAge + 20)

const withCopies = (work: () => Promise<void>) => () =>
  withSettings({ REVOCATION_MAX_AGE_MS: maxAge, REVOCATION_OUTAGE_MS: 5000 }, work)

/** In Postgres alone: as when the process that ended it died before the publication to Redis. */
const endRow = (sessionId: string) => endSessionRow(sessionId, 'revoked', new Date())

describe('in snapshot mode a process caches rows', () => {
  test('which call no store at all: the replica is fetched once per REVOCATION_MAX_AGE_MS, and nothing else', () =>
    withSettings({ REVOCATION_MAX_AGE_MS: 20_000 }, async () => {
      const { cookies } = await newStored()
      await lookIn(cookies, snapshot)

      const calls = await countCalls(async () => {
        expect(await lookIn(cookies, snapshot)).toMatchObject({ verdict: 'allowed', asked: [] })
      })
      expect(calls).toBe(0)

      letPass(20_001)
      expect(await lookIn(cookies, snapshot)).toMatchObject({ verdict: 'allowed', asked: ['redis'] })
    }))

  test(
    'which no strict check accepts',
    withCopies(async () => {
      const { sessionId, cookies } = await newStored()
      await lookIn(cookies, snapshot)
      await dropCopy(sessionId)
      await endRow(sessionId)

      expect(await lookIn(cookies, { mode: 'strict' })).toMatchObject({ verdict: 'revoked' })
    }),
  )

  test(
    'which count for REVOCATION_MAX_AGE_MS after Redis was emptied: an end in Postgres alone is found by then',
    withCopies(async () => {
      await inAnotherProcess(() => deny('another session'))
      const { sessionId, cookies } = await newStored()
      await lookIn(cookies, snapshot)
      await forgetEverything()
      await endRow(sessionId)
      const start = performance.now()

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

  test(
    'which count after an outage of Redis for REVOCATION_MAX_AGE_MS, although the feed goes on without a gap',
    withCopies(async () => {
      const [{ sessionId, cookies }, other] = [await newStored(), await newStored()]
      await lookIn(cookies, snapshot)
      gate.set('shut')
      untilTooOld()
      await lookIn(other.cookies, snapshot)
      gate.set('open')
      await dropCopy(sessionId)
      await endRow(sessionId)
      untilTooOld()

      expect(await lookIn(cookies, snapshot)).toMatchObject({ verdict: 'revoked' })
    }),
  )

  test(
    'which count for FRESH_SECONDS at most: an end in Postgres alone, of which Redis knows nothing, is found by then',
    withCopies(async () => {
      const now = nowInSeconds()
      const { sessionId, cookies } = await newStored(now)
      await lookIn(cookies, { ...snapshot, now })
      await dropCopy(sessionId)
      await endRow(sessionId)

      expect(await lookIn(cookies, { ...snapshot, now })).toMatchObject({ verdict: 'allowed' })
      letPass(env().FRESH_SECONDS * 1000)
      expect(await lookIn(cookies, { ...snapshot, now })).toMatchObject({ verdict: 'revoked' })
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
      const replacingIt = { ...arrival, now: nowInSeconds(), replacing: [sessionId] }
      await startSession('signed', await accessOf(userId), replacingIt)
      await end(cookies)
    },
  } satisfies Record<string, (somebody: Awaited<ReturnType<typeof newStored>>) => Promise<unknown>>

  test.each(Object.entries(ends))(
    'of a session %s, which is refused after that time, in spite of the cached row',
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
  test('Postgres answers in off mode, for a live and for an ended session', async () => {
    const [somebody, gone] = [await newStored(), await newStored()]
    await endRow(gone.sessionId)
    gate.set(state)

    expect(await lookIn(somebody.cookies, { mode: 'off' })).toMatchObject({
      verdict: 'allowed',
      asked: ['redis', 'postgres'],
    })
    expect(await lookIn(gone.cookies, { mode: 'off' })).toMatchObject({ verdict: 'revoked' })
    // A refused session causes no second wait. The client tries a refused connection twice.
    const tries = { shut: 2, frozen: 1 }[state]
    expect(await countCalls(() => lookIn(somebody.cookies, { mode: 'off' }))).toBe(tries)
  })

  test(
    'Postgres answers in snapshot mode, and each process waits for Redis once',
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

  test('a strict check is undecided', async () => {
    const { cookies } = await newStored()
    gate.set(state)
    expect(await lookIn(cookies, { mode: 'strict' })).toMatchObject({ verdict: 'unavailable' })
  })
})
