import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { nowInSeconds } from '@/lib/time'
import { familyOf } from '@/tests/integration/support/family'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { eventsOf, forgetEverything, rowOf, tokensOf } from '@/tests/integration/support/rows'
import { look, renew, visit } from '@/tests/integration/support/session'

const gate = gateBeforeRedis()
/** Moves the first use of every token of the session into the past, by the clock of Postgres. Seconds. */
const usedEarlier = (sessionId: string, seconds: number) =>
  askPostgres(
    (database) => database.$executeRaw`
      UPDATE "RefreshToken" SET "usedAt" = "usedAt" - make_interval(secs => ${seconds}) WHERE "sessionId" = ${sessionId}`,
  )

const pastGrace = (sessionId: string) => usedEarlier(sessionId, env().REFRESH_GRACE_SECONDS + 1)
const notFresh = () => nowInSeconds() + env().FRESH_SECONDS

test('a refresh token reused after its grace window ends the family, denies it, and is recorded', async () => {
  const { userId, sessionId, oldest, newest } = await familyOf(1)
  await pastGrace(sessionId)

  expect(await renew(oldest)).toBeNull()

  expect(await rowOf(sessionId)).toMatchObject({ endReason: 'reuse', endedAt: expect.any(Date) })
  expect(await look(newest)).toEqual({ verdict: 'revoked' })
  expect(await eventsOf(userId)).toEqual(['refresh_reused'])
})

test('after detected reuse no token of the family renews: neither the attacker’s nor the owner’s, with or without the denial in Redis', async () => {
  const { sessionId, oldest, newest } = await familyOf(2)
  await pastGrace(sessionId)
  await renew(oldest)
  await forgetEverything()

  expect(await visit(newest, notFresh())).toEqual({ verdict: 'revoked' })
  expect(await visit(oldest, notFresh())).toEqual({ verdict: 'revoked' })
})

test('the newest token stays valid while it is unused', async () => {
  const { sessionId, newest } = await familyOf(1)
  await pastGrace(sessionId)

  expect(await renew(newest)).not.toBeNull()
  expect(await rowOf(sessionId)).toMatchObject({ endedAt: null })
})

test('the grace window counts from the first use: a retry does not extend it', async () => {
  const { sessionId, oldest } = await familyOf(1)
  const half = env().REFRESH_GRACE_SECONDS * 0.6
  await usedEarlier(sessionId, half)
  expect(await renew(oldest)).not.toBeNull()
  await usedEarlier(sessionId, half)

  expect(await renew(oldest)).toBeNull()
})

test('a check that must not rotate refuses a late token, and does not report reuse', async () => {
  const { sessionId, oldest } = await familyOf(1)
  await pastGrace(sessionId)

  expect(await look(oldest, notFresh())).toEqual({ verdict: 'revoked' })
  expect(await rowOf(sessionId)).toMatchObject({ endedAt: null })
})

test('a token whose row was purged counts as reused', async () => {
  const { sessionId, oldest, newest } = await familyOf(1)
  await askPostgres(({ refreshToken }) => refreshToken.deleteMany({ where: { sessionId, usedAt: { not: null } } }))

  expect(await renew(oldest)).toBeNull()

  expect(await rowOf(sessionId)).toMatchObject({ endReason: 'reuse' })
  expect(await look(newest)).toEqual({ verdict: 'revoked' })
})

test('the successor of a purged token is valid', async () => {
  const { sessionId, newest } = await familyOf(1)
  await askPostgres(({ refreshToken }) => refreshToken.deleteMany({ where: { sessionId, usedAt: { not: null } } }))

  expect(await renew(newest)).not.toBeNull()
  expect(await tokensOf(sessionId)).toHaveLength(2)
})

test('a reuse whose denial could not be published to Redis is published by the next attempt', async () => {
  const { userId, sessionId, oldest, newest } = await familyOf(1)
  await pastGrace(sessionId)

  gate.set('shut')
  const replay = inAnotherProcess(() => renew(oldest))
  await expect(replay).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
  gate.set('open')
  expect(await look(newest)).toMatchObject({ verdict: 'allowed' })
  expect(await renew(oldest)).toBeNull()

  expect(await look(newest)).toEqual({ verdict: 'revoked' })
  expect(await eventsOf(userId)).toEqual(['refresh_reused'])
})
