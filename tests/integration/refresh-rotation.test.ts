import { expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { renewSession } from '@/lib/server/sessions/issue'
import { beginRenewing } from '@/lib/server/sessions/lifecycle'
import { openCookies } from '@/lib/session/open'
import { hours, nowInSeconds } from '@/lib/time'
import { familyOf, isNewest, refreshTokenIn, renewOrThrow } from '@/tests/integration/support/family'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive, tokensOf } from '@/tests/integration/support/rows'
import { client, letIn, look, open, present, start } from '@/tests/integration/support/session'

test('each use replaces the token by a new one, and leaves one that is unused', async () => {
  const { sessionId, copies, newest } = await familyOf(3)

  const tokens = await Promise.all(copies.map(refreshTokenIn))

  expect(new Set(tokens).size).toBe(4)
  expect((await tokensOf(sessionId)).map(({ usedAt }) => usedAt === null)).toEqual([false, false, false, true])
  expect(await isNewest(newest, sessionId)).toBe(true)
})

test.each([1, 2, 3])('a retry that comes %i steps late gets the newest token again', async (late) => {
  const { userId, sessionId, oldest, newest } = await familyOf(late)

  const retried = await renewOrThrow(oldest)

  expect(await refreshTokenIn(retried)).toBe(await refreshTokenIn(newest))
  expect(await tokensOf(sessionId)).toHaveLength(late + 1)
  expect(await countAlive(userId)).toBe(1)
  await letIn(look(retried))
})

test('a used token identifies its session until its grace window ends, where a renewal is impossible', async () => {
  const { oldest } = await familyOf(1)
  const withoutAccess = oldest.filter(({ name }) => name === '__Host-refresh')

  await letIn(look(withoutAccess, nowInSeconds() + env().FRESH_SECONDS))
})

test('a clock that runs an hour ahead does not shorten the grace window, which the clock of Postgres measures', async () => {
  const { oldest, newest } = await familyOf(1)
  try {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours(1) * 1000 })
    expect(await refreshTokenIn(await renewOrThrow(oldest))).toBe(await refreshTokenIn(newest))
  } finally {
    vi.useRealTimers()
  }
})

test('the database contains only hashes of tokens', async () => {
  const { sessionId, copies } = await familyOf(2)

  const kept = (await tokensOf(sessionId)).map(({ tokenHash, ...row }) => ({ ...row, hash: bytesOf(tokenHash) }))
  const rows = JSON.stringify(kept)

  for (const token of await Promise.all(copies.map(refreshTokenIn))) {
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(bytesOf(Buffer.from(token, 'base64url')))
  }
})

const bytesOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('a refresh token beside another session’s access token does not renew that session', async () => {
  const { userId } = await newPerson()
  const [one, other] = [await start('signed', userId), await start('signed', userId)]
  const mixed = [...one.cookies.slice(0, 1), ...other.cookies.slice(1)]

  for (const credential of await openCookies(present(mixed), nowInSeconds())) {
    if (credential.sessionId !== one.session.id) continue
    expect(await renewSession(credential, beginRenewing(client, nowInSeconds()))).toBeNull()
  }
  expect(await tokensOf(one.session.id)).toHaveLength(1)
  expect(await tokensOf(other.session.id)).toHaveLength(1)
})

test('a rotation that finishes after its client’s timeout is undone, and its owner is not reported for reuse', async () => {
  const { sessionId, newest } = await familyOf(0)
  const credential = await open(newest)

  const late = renewSession(credential, { client, now: nowInSeconds(), giveUpAt: Date.now() - 1 })

  await expect(late).rejects.toMatchObject({ code: 'unavailable', store: 'postgres' })
  expect((await tokensOf(sessionId)).map(({ usedAt }) => usedAt)).toEqual([null])
  await renewOrThrow(newest)
})
