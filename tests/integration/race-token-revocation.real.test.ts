import { expect, test } from 'vitest'
import { isDenied } from '@/lib/db/sessions/denied'
import { env } from '@/lib/env'
import { revokeToken } from '@/lib/server/tokens/answer-revocation'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, eventsOf, forgetEverything } from '@/tests/integration/support/rows'
import { client, look, renew, start } from '@/tests/integration/support/session'
import { exchange, meBy } from '@/tests/integration/support/tokens'

raceOnRealStores()

const later = () => nowInSeconds() + env().FRESH_SECONDS

const begin = async (model: Model) => {
  const { userId } = await newPerson()
  const started = await start(model, userId)
  const { token } = await exchange(started.cookies)
  return { userId, ...started, token, revoke: () => revokeToken(token, client, nowInSeconds()) }
}

test.each(['stored', 'signed'] as const)(
  'a %s session whose token is revoked before a renewal locks its row is not renewed',
  async (model) => {
    const { userId, session, cookies, token, revoke } = await begin(model)

    const row = await holdSession(session.id)
    const revoking = revoke()
    await row.waiters(1)
    const renewing = renew(cookies, later())
    await row.waiters(2)
    await row.release()

    expect([await revoking, await renewing, await countAlive(userId)]).toEqual(['ended', null, 0])
    expect([await meBy(token), (await exchange(cookies)).code]).toEqual(['revoked', 'revoked'])
  },
)

test.each(['stored', 'signed'] as const)(
  'a %s session whose token is revoked after a renewal locked its row is ended together with the renewed credential',
  async (model) => {
    const { userId, session, cookies, revoke } = await begin(model)

    const row = await holdSession(session.id)
    const renewing = renew(cookies, later())
    await row.waiters(1)
    const revoking = revoke()
    await row.waiters(2)
    await row.release()

    const issued = (await renewing)?.cookies ?? []
    expect([issued.length > 0, await revoking, await countAlive(userId)]).toEqual([true, 'ended', 0])
    expect(await look(issued, later())).toEqual({ verdict: 'revoked' })
    expect((await exchange(issued)).status).toBe(401)
  },
)

test('a sealed session whose token is revoked stays ended, even when Redis loses its data', async () => {
  const { session, cookies, revoke } = await begin('sealed')

  await revoke()
  await forgetEverything()

  expect(await isDenied(session.id)).toBe(true)
  expect([await renew(cookies, later()), (await exchange(cookies)).code]).toEqual([null, 'revoked'])
})

test.each(['sealed', 'stored', 'signed'] as const)(
  'twenty clients that revoke tokens of one %s session concurrently end it once, and it is recorded once',
  async (model) => {
    const { userId, cookies } = await begin(model)
    const tokens = await Promise.all(Array.from({ length: 20 }, () => exchange(cookies)))

    const ends = await Promise.all(tokens.map(({ token }) => revokeToken(token, client, nowInSeconds())))

    expect(new Set(ends)).toEqual(new Set(['ended']))
    expect(await eventsOf(userId)).toEqual(['revoked'])
    expect((await exchange(cookies)).code).toBe('revoked')
  },
)
