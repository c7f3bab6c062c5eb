import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { newId, newSecret, sha256 } from '@/lib/ids'
import { changeRole } from '@/lib/server/admin/users'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { deny } from '@/lib/session/revocation/write'
import { issueStored } from '@/lib/session/stored/credential'
import { days, nowInSeconds } from '@/lib/time'
import { copyIn, countCalls, dropCopy, lookIn, newStored, putCopy } from '@/tests/integration/support/copies'
import { newPerson } from '@/tests/integration/support/person'
import { rowOf } from '@/tests/integration/support/rows'
import { countVisit, letIn, open, start, visit } from '@/tests/integration/support/session'

const strict = { mode: 'strict' } as const

describe('a stored session is read through Redis', () => {
  test('a second strict check asks Postgres nothing and Redis once, and concludes the same', async () => {
    const { cookies } = await newStored()
    const first = await lookIn(cookies, strict)

    const calls = await countCalls(async () => {
      expect(await lookIn(cookies, strict)).toEqual({ ...first, asked: ['redis'] })
    })

    expect(first).toMatchObject({ verdict: 'allowed', asked: ['redis', 'postgres'] })
    expect(calls).toBe(1)
  })

  test('a check in off mode reads the cached row, too', async () => {
    const { cookies } = await newStored()
    await lookIn(cookies, strict)
    expect(await lookIn(cookies, { mode: 'off' })).toMatchObject({ verdict: 'allowed', asked: ['redis'] })
  })

  test('the cached row is deleted before a denial is written', async () => {
    const { sessionId, cookies } = await newStored()
    await lookIn(cookies, strict)

    const left = await askRedis((redis) => redis.ttl(keys.storedSession(sessionId)))

    expect(left).toBeGreaterThan(env().FRESH_SECONDS - 10)
    expect(left).toBeLessThanOrEqual(env().FRESH_SECONDS)
  })

  test('the cached row contains no session data and nothing personal, and its key only the public id', async () => {
    const { sessionId, userId, credential, cookies } = await newStored()
    await countVisit(cookies)
    await lookIn(cookies, strict)

    const copy: object = JSON.parse((await copyIn(sessionId)) ?? '')

    const names = ['accessVersion', 'amr', 'authenticatedAt', 'endsAt', 'idleUntil', 'role', 'secretHash', 'userId']
    expect(Object.keys(copy).sort()).toEqual(names)
    expect(copy).toMatchObject({
      userId,
      secretHash: Buffer.from(sha256(credential.claims.secret)).toString('base64url'),
    })
    expect(JSON.stringify(copy)).not.toContain(credential.claims.secret)
  })
})

describe('a missing session', () => {
  const asks = { verdict: 'revoked', asked: ['redis', 'postgres'] }

  test('is read from Postgres every time, and never cached', async () => {
    const { credential } = await newStored()
    const sessionId = newId()
    const cookies = [await issueStored({ ...credential.claims, sessionId }, nowInSeconds())]

    for (let tries = 0; tries < 3; tries += 1) expect(await lookIn(cookies, strict)).toMatchObject(asks)
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await lookIn(cookies, { mode: 'snapshot' })).toMatchObject({ verdict: 'revoked' })
    }
    expect(await copyIn(sessionId)).toBeNull()
  })

  test('is not confused with a row of another model, and that row is not cached', async () => {
    const { userId } = await newPerson()
    const signed = await start('signed', userId)
    const { credential } = await newStored()
    const forged = [await issueStored({ ...credential.claims, sessionId: signed.session.id, userId }, nowInSeconds())]

    expect(await lookIn(forged, strict)).toMatchObject(asks)
    expect(await lookIn(forged, strict)).toMatchObject(asks)
    expect(await copyIn(signed.session.id)).toBeNull()
  })
})

describe('a cached row that is older than the credential', () => {
  test('is replaced after a role change: the next check has the new role, and so has the cache', async () => {
    const { userId, sessionId, cookies } = await newStored()
    await lookIn(cookies, strict)
    const stale = (await copyIn(sessionId)) ?? ''

    await changeRole(userId, 'editor')
    const renewed = await letIn(visit(cookies))
    // Only the role is older: a cached row with an earlier end is read again for that alone.
    await putCopy(sessionId, { ...JSON.parse(stale), idleUntil: renewed.session.idleUntil })

    expect(renewed.session.role).toBe('editor')
    for (const asked of [['redis', 'postgres'], ['redis']]) {
      expect(await lookIn(renewed.cookies, strict)).toMatchObject({ asked, session: { role: 'editor' } })
    }
  })

  test('is ignored after a renewal: the row was extended, and the cached row does not shorten it', async () => {
    const now = nowInSeconds()
    const { sessionId, cookies } = await newStored(now)
    await lookIn(cookies, { ...strict, now })
    const stale = (await copyIn(sessionId)) ?? ''
    const later = now + days(6)

    const renewed = await letIn(visit(cookies, later))
    await putCopy(sessionId, stale)

    const seen = await lookIn(renewed.cookies, { ...strict, now: later })
    expect(seen).toMatchObject({ verdict: 'allowed', asked: ['redis', 'postgres'] })
    expect(seen).toMatchObject({ session: { idleUntil: later + days(7) } })
    expect(await copyIn(sessionId)).not.toBe(stale)
  })
})

describe('session data', () => {
  test('is read from the row, with any cached rows', async () => {
    const { cookies } = await newStored()
    for (const mode of ['strict', 'snapshot', 'off'] as const) await lookIn(cookies, { mode })

    await countVisit(cookies)
    const changed = await countVisit(cookies)

    expect(changed).toMatchObject({ data: { visits: 2 } })
  })
})

describe('an invalid cached row in Redis is ignored:', () => {
  const goodCopyOf = async ({ sessionId, cookies }: Awaited<ReturnType<typeof newStored>>) => {
    await lookIn(cookies, strict)
    const copy: object = JSON.parse((await copyIn(sessionId)) ?? '')
    return copy
  }

  test.each<[string, (copy: object) => string | object]>([
    ['no JSON', () => 'not { json'],
    ['an empty text', () => ''],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['a number', () => '17'],
    ['half of it', (copy) => JSON.stringify(copy).slice(0, 80)],
    ['a megabyte', () => 'x'.repeat(1_000_000)],
    ['another user’s id', (copy) => ({ ...copy, userId: randomUUID() })],
    [
      'the hash of another secret',
      (copy) => ({ ...copy, secretHash: Buffer.from(sha256(newSecret())).toString('base64url') }),
    ],
    ['a hash that is too short', (copy) => ({ ...copy, secretHash: 'short' })],
    ['no hash, as a signed session has none', (copy) => ({ ...copy, secretHash: null })],
    ['an unknown role', (copy) => ({ ...copy, role: 'root' })],
    ['an older role', (copy) => ({ ...copy, accessVersion: -1 })],
    ['a session that is over', (copy) => ({ ...copy, idleUntil: nowInSeconds() - 1 })],
    ['a session past its absolute end', (copy) => ({ ...copy, endsAt: nowInSeconds() })],
    ['times that are none', (copy) => ({ ...copy, idleUntil: 'tomorrow' })],
  ])('%s', async (_, spoil) => {
    const somebody = await newStored()
    const genuine = await goodCopyOf(somebody)
    await putCopy(somebody.sessionId, spoil(genuine))

    const seen = await lookIn(somebody.cookies, strict)

    // Postgres decides, so the session stays valid; and the cached row is correct again.
    expect(seen).toMatchObject({ verdict: 'allowed', asked: ['redis', 'postgres'], session: { role: 'member' } })
    expect(JSON.parse((await copyIn(somebody.sessionId)) ?? '')).toEqual(genuine)
  })

  test('another session’s cached row, of the same user', async () => {
    const one = await newStored()
    const other = await start('stored', one.userId)
    await putCopy(other.session.id, await goodCopyOf(one))
    expect(await lookIn(other.cookies, strict)).toMatchObject({ verdict: 'allowed', asked: ['redis', 'postgres'] })
  })
})

describe('a cached row does not replace the secret', () => {
  test.each(['strict', 'snapshot', 'off'] as const)(
    'a secret of another session is refused, in %s mode',
    async (mode) => {
      const victim = await newStored()
      const thief = await newStored()
      await lookIn(victim.cookies, { mode })
      const { secret } = thief.credential.claims

      const forged = [await issueStored({ ...victim.credential.claims, secret }, nowInSeconds())]

      for (let tries = 0; tries < 2; tries += 1) {
        expect(await lookIn(forged, { mode })).toMatchObject({ verdict: 'revoked' })
        expect(await lookIn(victim.cookies, { mode })).toMatchObject({ verdict: 'allowed' })
      }
    },
  )

  test.each(['strict', 'snapshot', 'off'] as const)(
    'a reference that names another user opens no session of that user, in %s mode',
    async (mode) => {
      const victim = await newStored()
      const { userId } = await newPerson()
      await lookIn(victim.cookies, { mode })

      const forged = [await issueStored({ ...victim.credential.claims, userId }, nowInSeconds())]

      const seen = await lookIn(forged, { mode })
      expect(seen.verdict === 'allowed' ? seen.session.userId : victim.userId).toBe(victim.userId)
    },
  )
})

test('[ASVS 7.4.1] a session that is denied while its row is read leaves no copy in Redis', async () => {
  const { sessionId, cookies } = await newStored()
  await deny(sessionId)

  expect(await lookIn(cookies, { mode: 'off' })).toMatchObject({ asked: ['redis', 'postgres'] })
  expect(await copyIn(sessionId)).toBeNull()
})

test('a dropped cached row is written again, and the row is unchanged', async () => {
  const { sessionId, cookies } = await newStored()
  await lookIn(cookies, strict)
  const before = await rowOf(sessionId)

  await dropCopy(sessionId)

  expect(await lookIn(cookies, strict)).toMatchObject({ verdict: 'allowed', asked: ['redis', 'postgres'] })
  expect(await rowOf(sessionId)).toEqual(before)
  expect((await open(cookies)).sessionId).toBe(sessionId)
})
