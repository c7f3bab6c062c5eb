import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { finishLogout, logOut } from '@/lib/server/sessions/log-out'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { newPerson } from '@/tests/integration/support/person'
import { rowOf } from '@/tests/integration/support/rows'
import { client, end, letIn, look, present, renew, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()
const now = nowInSeconds()

describe.each(models)('with Redis unavailable, a %s session', (model) => {
  test('ends in Postgres, is reported as accepted for a while, and the end is finished when Redis is available again', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId, now)

    gate.set('shut')
    const { unfinished } = await inAnotherProcess(() => logOut(present(cookies), client, now))
    gate.set('open')

    expect(unfinished).toEqual([session.id])
    expect(await renew(cookies, now + env().FRESH_SECONDS)).toBeNull()
    expect(await look(cookies)).toMatchObject({ verdict: model === 'stored' ? 'revoked' : 'allowed' })
    await finishLogout([session.id], client)
    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  })

  test('can be ended again when Redis is available again', async () => {
    const { cookies } = await start(model, (await newPerson()).userId)

    gate.set('shut')
    expect(await end(cookies)).toBe('unfinished')
    gate.set('open')

    expect(await end(cookies)).toBe('ended')
    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  })

  test('is revoked with all others in Postgres, and the revocation can be repeated', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)

    gate.set('shut')
    expect(await cutOffUser(userId, now)).toBe('unfinished')
    gate.set('open')

    expect(await renew(cookies, now + env().FRESH_SECONDS)).toBeNull()
    expect(await cutOffUser(userId, now)).toBe('ended')
    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  })

  test('is neither accepted nor logged out: the check is undecided', async () => {
    const { cookies } = await start(model, (await newPerson()).userId)

    gate.set('shut')
    expect(await look(cookies)).toMatchObject({ verdict: 'unavailable' })
    gate.set('open')

    await letIn(look(cookies))
  })
})

test.each(models)('finishing the logout of a live %s session changes nothing, for any caller', async (model) => {
  const { session, cookies } = await start(model, (await newPerson()).userId)

  await finishLogout([session.id, 'unknown'], client)

  await letIn(look(cookies))
})

test('the row is ended before the publication to Redis', async () => {
  const { session, cookies } = await start('stored', (await newPerson()).userId)

  gate.set('frozen')
  const ending = end(cookies)
  await expect.poll(async () => (await rowOf(session.id)).endReason).toBe('logout')

  expect(await ending).toBe('unfinished')
})
