import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { logOut } from '@/lib/server/sessions/log-out'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { cookieNames } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { eventsOf } from '@/tests/integration/support/rows'
import { client, end, look, present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()

const everyCookie = Object.values(cookieNames)

test.each(models)('a logout of a %s session deletes all our cookies, and is recorded', async (model) => {
  const { userId } = await newPerson()
  const { cookies } = await start(model, userId)

  const answer = await logOut(present(cookies), client, now)

  expect(answer.unfinished).toEqual([])
  expect(answer.cookies.map(({ attributes }) => attributes.maxAge)).toEqual(everyCookie.map(() => 0))
  expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  expect(await eventsOf(userId)).toEqual(['logout'])
})

test('a logout ends every session in the cookie jar, of any model', async () => {
  const sessions = []
  for (const model of models) sessions.push(await start(model, (await newPerson()).userId))

  await logOut(present(sessions.flatMap(({ cookies }) => cookies)), client, now)

  for (const { cookies } of sessions) expect(await look(cookies)).toEqual({ verdict: 'revoked' })
})

test('a logout works for a revoked, a logged-out and an expired session', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('stored', userId)
  await cutOffUser(userId, now)
  await end(cookies)

  for (const late of [now, now + env().FRESH_SECONDS, now + env().ABSOLUTE_SECONDS]) {
    expect((await logOut(present(cookies), client, late)).cookies).toHaveLength(everyCookie.length)
  }
})

test('a logout without a session deletes cookies and ends nothing', async () => {
  const strange = present([])

  expect(await logOut({ ...strange, cookies: { '__Host-sealed': 'nonsense' } }, client, now)).toMatchObject({
    unfinished: [],
    cookies: everyCookie.map(() => ({ value: '' })),
  })
})

test.each(models)('a user who logged in with %s can log out after the account was deleted', async (model) => {
  const { userId } = await newPerson()
  const { cookies } = await start(model, userId)
  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))

  expect((await logOut(present(cookies), client, now)).cookies).toHaveLength(everyCookie.length)
  expect(await look(cookies)).toEqual({ verdict: 'revoked' })
})

test('an access token and the refresh token of another session are two sessions, and both end', async () => {
  const { userId } = await newPerson()
  const [one, other] = [await start('signed', userId, now), await start('signed', userId, now)]
  const mixed = [
    ...one.cookies.filter(({ name }) => name === '__Host-signed'),
    ...other.cookies.filter(({ name }) => name === '__Host-refresh'),
  ]

  await logOut(present(mixed), client, now)

  expect(await look(one.cookies)).toEqual({ verdict: 'revoked' })
  expect(await look(other.cookies)).toEqual({ verdict: 'revoked' })
})
