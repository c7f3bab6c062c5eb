import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { logIn } from '@/lib/server/account/log-in'
import { logOut } from '@/lib/server/sessions/log-out'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { forgetEverything, trailOf } from '@/tests/integration/support/rows'
import { client, present, renew, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

const login = (email: string, model: Model, secret = password) =>
  logIn({ email, password: secret, model, presented: present([]), client, device: null }, now)

/** Describes an event of a session; each event is exactly one of these. */
const eventOf = (kind: string, { id: sessionId, model }: { id: string; model: Model }) => ({
  ...{ kind, sessionId, model, ...client },
  ...{ actorId: null, detail: null },
})

describe.each(models)('%s: recorded with session, model, address and user agent, is', (model) => {
  test('a login', async () => {
    const { userId, email } = await newPerson()

    await login(email, model)

    const session = { id: expect.stringMatching(/^[\w-]{22}$/), model }
    expect(await trailOf(userId)).toEqual([eventOf('login', session)])
  })

  test('a failed login, which has no session', async () => {
    const { userId, email } = await newPerson()

    await login(email, model, 'wrong horse battery staple')

    expect(await trailOf(userId)).toEqual([{ ...eventOf('login_failed', { id: '', model }), sessionId: null }])
  })

  test('a logout', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId)

    await logOut(present(cookies), client, now)

    expect(await trailOf(userId)).toEqual([eventOf('logout', session)])
  })

  test('a renewal that the database refused, once an hour, for any number of attempts', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId, now)
    await cutOffUser(userId, now)
    await forgetEverything()

    await Promise.all(Array.from({ length: 20 }, () => renew(cookies, due)))
    for (let tries = 0; tries < 5; tries += 1) await renew(cookies, due)

    const refused = eventOf('renewal_refused', session)
    expect(await refusalsOf(userId)).toEqual([refused])
    await renew(cookies, due + 3600)
    expect(await refusalsOf(userId)).toEqual([refused, refused])
  })

  test('a successful renewal is not recorded', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)

    expect(await renew(cookies, due)).not.toBeNull()

    expect(await trailOf(userId)).toEqual([])
  })

  const refusalsOf = async (userId: string) => (await trailOf(userId)).filter(({ kind }) => kind === 'renewal_refused')
})

test('a refused renewal of a deleted account is recorded, without the account', async () => {
  const { userId } = await newPerson()
  const { session, cookies } = await start('sealed', userId, now)
  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))

  await renew(cookies, due)
  await renew(cookies, due)

  const found = await askPostgres(({ auditEvent }) => auditEvent.findMany({ where: { sessionId: session.id } }))
  expect(found).toMatchObject([{ kind: 'renewal_refused', userId: null, model: 'sealed', ...client }])
})

test('signed: a refresh token reused after its grace window', async () => {
  const { userId } = await newPerson()
  const { session, cookies } = await start('signed', userId, now)
  await renew(cookies, due)
  const used = new Date(Date.now() - 1000 * (env().REFRESH_GRACE_SECONDS + 1))
  await askPostgres(({ refreshToken }) =>
    refreshToken.updateMany({ where: { sessionId: session.id, usedAt: { not: null } }, data: { usedAt: used } }),
  )

  for (let tries = 0; tries < 3; tries += 1) await renew(cookies, due)

  expect(await trailOf(userId)).toEqual([eventOf('refresh_reused', session)])
})
