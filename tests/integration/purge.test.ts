import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { Batches, type PurgeLimits, purge } from '@/lib/db/purge'
import { days, nowInSeconds, toDate } from '@/lib/time'
import { familyOf } from '@/tests/integration/support/family'
import { newPerson } from '@/tests/integration/support/person'
import { tokensOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'

const now = nowInSeconds()
const daysAgo = (n: number) => toDate(now - days(n))

const limits: PurgeLimits = {
  sessionsOverBefore: daysAgo(30),
  refreshTokensUsedBefore: daysAgo(1),
  denialsExpiredBefore: daysAgo(0),
  auditEventsBefore: daysAgo(365),
}
const purgeAll = () => purge(limits, new Batches({ most: 50 }))

beforeEach(purgeAll)

/** Sessions of a kind, as rows alone. @returns their ids */
async function rows(count: number, times: { endsAt: Date; endedAt?: Date }): Promise<string[]> {
  const { userId } = await newPerson()
  const long = { authenticatedAt: daysAgo(90), lastSeenAt: daysAgo(90), idleUntil: times.endsAt }
  const data = Array.from({ length: count }, () => ({
    ...{ id: randomUUID(), userId, model: 'signed' as const, ...long, ...times },
  }))
  await askPostgres(({ session }) => session.createMany({ data }))
  return data.map(({ id }) => id)
}

const countOf = (ids: string[]) => askPostgres(({ session }) => session.count({ where: { id: { in: ids } } }))

test('long expired sessions are purged with their refresh tokens; the others stay', async () => {
  const [expired = ''] = await rows(1, { endsAt: daysAgo(31) })
  const [ended = ''] = await rows(1, { endsAt: daysAgo(-5), endedAt: daysAgo(31) })
  const kept = [
    ...(await rows(1, { endsAt: daysAgo(29) })),
    ...(await rows(1, { endsAt: daysAgo(-5), endedAt: daysAgo(29) })),
  ]
  await askPostgres(({ refreshToken }) =>
    refreshToken.create({ data: { id: randomUUID(), sessionId: expired, tokenHash: Buffer.from(randomUUID()) } }),
  )

  expect(await purgeAll()).toMatchObject({ sessions: 2 })

  expect([await countOf([expired, ended]), await countOf(kept)]).toEqual([0, 2])
  expect(await tokensOf(expired)).toEqual([])
})

test('a purge does not affect a live session', async () => {
  const { userId } = await newPerson()
  const sessions = [await start('stored', userId), await start('signed', userId), await start('sealed', userId)]

  await purgeAll()

  for (const { cookies } of sessions) await letIn(look(cookies))
})

test('refresh tokens used long ago are purged; recently used or unused ones stay', async () => {
  const { sessionId } = await familyOf(2)
  const [first] = await tokensOf(sessionId)
  await askPostgres(({ refreshToken }) =>
    refreshToken.update({ where: { id: first?.id ?? '' }, data: { usedAt: daysAgo(2) } }),
  )

  expect(await purgeAll()).toMatchObject({ refreshTokens: 1 })

  const left = await tokensOf(sessionId)
  expect(left.map(({ parentId }) => parentId)).toEqual([null, left[0]?.id])
})

test('denials are purged when their sessions would have expired, not before', async () => {
  const [over, living] = [randomUUID(), randomUUID()]
  const data = [
    { sessionId: over, expiresAt: toDate(now - 1) },
    { sessionId: living, expiresAt: toDate(now + 60) },
  ]
  await askPostgres(({ deniedSession }) => deniedSession.createMany({ data }))

  expect(await purgeAll()).toMatchObject({ deniedSessions: 1 })

  const left = await askPostgres(({ deniedSession }) =>
    deniedSession.findMany({ where: { sessionId: { in: [over, living] } } }),
  )
  expect(left.map(({ sessionId }) => sessionId)).toEqual([living])
})

test('the trail is kept for a year, and outlives its account', async () => {
  const { userId } = await newPerson()
  const data = [366, 364].map((age) => ({ kind: 'login', userId, at: daysAgo(age) }))
  await askPostgres(({ auditEvent }) => auditEvent.createMany({ data }))
  const [kept] = await askPostgres(({ auditEvent }) => auditEvent.findMany({ where: { userId, at: daysAgo(364) } }))

  expect(await purgeAll()).toMatchObject({ auditEvents: 1 })
  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))

  const left = await askPostgres(({ auditEvent }) => auditEvent.findUnique({ where: { id: kept?.id ?? '' } }))
  expect(left).toMatchObject({ userId: null })
})

test('a run stops after its maximum number of batches, and the next run continues', async () => {
  await rows(2500, { endsAt: daysAgo(31), endedAt: daysAgo(31) })

  expect(await purge(limits, new Batches({ most: 1 }))).toMatchObject({ sessions: 1000 })
  expect(await purge(limits, new Batches({ most: 2 }))).toMatchObject({ sessions: 1500 })
  expect(await purgeAll()).toMatchObject({ sessions: 0, auditEvents: 0 })
})
