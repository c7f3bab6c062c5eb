import { beforeAll, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { deleteAccount } from '@/lib/server/account/delete'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { audit } from '@/lib/server/audit'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { readFeed } from '@/lib/session/revocation/feed'
import { denialLifetime } from '@/lib/session/revocation/keys'
import { nowInSeconds } from '@/lib/time'
import { restoreRevocations } from '@/scripts/database/restore-revocations'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything } from '@/tests/integration/support/rows'
import { client, end, letIn, look, open, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const restore = (at = new Date()) => restoreRevocations(env().DATABASE_URL, at)

/** Covers a restart that finds its Redis empty. */
async function restart(): Promise<void> {
  await forgetEverything()
  await restore()
}

type Cause = (cookies: IssuedCookie[], userId: string) => Promise<unknown>

const causes: Readonly<Record<string, Cause>> = {
  'its logout': (cookies) => end(cookies),
  'a revocation of all sessions of its user': (_, userId) => cutOffUser(userId, now),
  'its account was disabled': (_, userId) => disableUser(userId, now),
  'its account was deleted from another session': async (cookies, userId) => {
    const { sessionId } = await open(cookies)
    await audit({ kind: 'login', userId, sessionId })
    const another = await start('stored', userId, now)
    await deleteAccount(await letIn(look(another.cookies)), client, now)
  },
}

/** A session of each model, and the state of its cookies after this event and a restart of Redis. */
const cases = Object.entries(causes).flatMap(([cause, revoke]) => models.map((model) => ({ cause, revoke, model })))

describe('after a restart that emptied Redis', () => {
  const cookiesOf = new Map<object, readonly IssuedCookie[]>()
  beforeAll(async () => {
    for (const one of cases) {
      const { userId } = await newPerson()
      const { cookies } = await start(one.model, userId, now)
      await one.revoke(cookies, userId)
      cookiesOf.set(one, cookies)
    }
    await restart()
  })

  test.each(cases)('a $model session is refused from the first request on: $cause', async (one) => {
    expect(await look(cookiesOf.get(one) ?? [])).toEqual({ verdict: 'revoked' })
  })
})

test('a revoked session stays revoked, and a session started after a revocation is accepted with its present role', async () => {
  const pairs = await Promise.all(models.map(oneRevokedAnotherStarted))

  await restart()

  for (const { one, other } of pairs) {
    expect(await look(one.cookies)).toEqual({ verdict: 'revoked' })
    const { model } = other.session
    expect((await letIn(look(other.cookies))).session).toMatchObject({ model, role: 'member' })
  }
})

async function oneRevokedAnotherStarted(model: Model) {
  const { userId } = await newPerson('editor')
  await cutOffUser(userId, now)
  const [one, other] = [await start('stored', userId, now), await start(model, userId, now)]
  await revokeSession({ ownerId: userId, sessionId: one.session.id, client }, now)
  await changeRole(userId, 'member')
  return { one, other }
}

test('a replica that polls the feed receives the revocations, too', async () => {
  const { session, cookies } = await start('sealed', (await newPerson()).userId, now)
  await end(cookies)

  await restart()

  expect((await readFeed(0)).entries).toContainEqual(expect.objectContaining({ kind: 'denied', subject: session.id }))
})

test('a revocation of everyone is restored after a restart', async () => {
  const cookies = await Promise.all(
    models.map(async (model) => (await start(model, (await newPerson()).userId, now)).cookies),
  )
  await cutOffEveryone(now)

  await restart()

  for (const copy of cookies) expect(await look(copy)).toEqual({ verdict: 'revoked' })
})

test('an end so long ago that every credential needs a renewal is not published again', async () => {
  const { cookies, session } = await start('sealed', (await newPerson()).userId, now)
  await end(cookies)
  const { deniedAt } = await askPostgres(({ deniedSession }) =>
    deniedSession.findUniqueOrThrow({ where: { sessionId: session.id } }),
  )
  const told = async (seconds: number) => {
    await forgetEverything()
    await restore(new Date(deniedAt.getTime() + seconds * 1000))
    return (await readFeed(0)).entries.some(({ subject }) => subject === session.id)
  }

  expect(await told(denialLifetime())).toBe(true)
  expect(await told(denialLifetime() + 1)).toBe(false)
})
