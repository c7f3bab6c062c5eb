import { beforeAll, describe, expect, test } from 'vitest'
import { endSessionRow as endRow } from '@/lib/db/sessions/end'
import { env } from '@/lib/env'
import type { Client } from '@/lib/server/http/client'
import { logOutEverywhere, revokeSession } from '@/lib/server/sessions/revoke'
import { cookieNames } from '@/lib/session/cookies'
import { nowInSeconds, toDate } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive, eventsOf, rowOf } from '@/tests/integration/support/rows'
import { client, end, letIn, look, renew, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()
const now = nowInSeconds()
const elsewhere: Client = { ip: '192.0.2.99', userAgent: 'another device' }

const revoke = (ownerId: string, sessionId: string) => revokeSession({ ownerId, sessionId, client: elsewhere }, now)

/**
 * The embedded Redis loads a script at its first call, and on a busy machine that takes longer than the timeout of a
 * call.
 */
beforeAll(async () => void (await start('stored', (await newPerson()).userId).then(({ cookies }) => end(cookies))))

describe.each(['stored', 'signed'] as const)('a %s session', (model) => {
  test('[ASVS 7.5.2] that its owner revokes is over at once, and no other one is', async () => {
    const { userId } = await newPerson()
    const [revoked, other] = [await start(model, userId), await start(model, userId)]

    expect(await revoke(userId, revoked.session.id)).toBe('revoked')

    expect(await look(revoked.cookies)).toEqual({ verdict: 'revoked' })
    await letIn(look(other.cookies))
    expect(await rowOf(revoked.session.id)).toMatchObject({ endReason: 'revoked' })
    expect(await eventsOf(userId)).toEqual(['revoked'])
  })

  test('that was revoked is not renewed either', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId, now)

    await revoke(userId, session.id)

    expect(await renew(cookies, now + env().FRESH_SECONDS)).toBeNull()
  })

  test('can be revoked twice: the second time changes nothing, and records no second event', async () => {
    const { userId } = await newPerson()
    const { session } = await start(model, userId)

    expect([await revoke(userId, session.id), await revoke(userId, session.id)]).toEqual(['revoked', 'revoked'])

    expect(await eventsOf(userId)).toEqual(['revoked'])
  })

  test('that has ended by a logout keeps that reason', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId)
    await end(cookies)

    expect(await revoke(userId, session.id)).toBe('revoked')

    expect(await rowOf(session.id)).toMatchObject({ endReason: 'logout' })
    expect(await eventsOf(userId)).toEqual([])
  })

  test('that has rotated its id since the list was shown is not reported as revoked', async () => {
    const { userId } = await newPerson()
    const { session } = await start(model, userId)
    await endRow(session.id, 'reopened', toDate(now))

    expect(await revoke(userId, session.id)).toBe('reopened')

    expect(await eventsOf(userId)).toEqual([])
  })

  test('[ASVS 7.5.2] of another user does not exist, alive or ended', async () => {
    const [{ userId: owner }, { userId: stranger }] = [await newPerson(), await newPerson('admin')]
    const { session, cookies } = await start(model, owner)

    expect(await revoke(stranger, session.id)).toBe('not_found')
    await letIn(look(cookies))

    await end(cookies)
    expect(await revoke(stranger, session.id)).toBe('not_found')
    expect(await revoke(stranger, 'no-such-session')).toBe('not_found')
    expect(await eventsOf(stranger)).toEqual([])
  })

  test('revoked while Redis is unavailable ends in Postgres, is reported as accepted for a while, and can be revoked again', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId, now)

    gate.set('shut')
    expect(await revoke(userId, session.id)).toBe('unfinished')
    expect(await revoke(userId, session.id)).toBe('unfinished')
    gate.set('open')

    expect(await revoke(userId, session.id)).toBe('revoked')
    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
    expect(await eventsOf(userId)).toEqual(['revoked'])
  })

  test('revoked while Redis is unavailable is never renewed', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId, now)

    gate.set('shut')
    await revoke(userId, session.id)
    gate.set('open')

    expect(await renew(cookies, now + env().FRESH_SECONDS)).toBeNull()
  })
})

test('a sealed session has no row, so its id cannot be revoked', async () => {
  const { userId } = await newPerson()
  const { session, cookies } = await start('sealed', userId)

  expect(await revoke(userId, session.id)).toBe('not_found')

  await letIn(look(cookies))
})

describe.each(models)('a logout everywhere from a %s session', (model) => {
  test('ends every session of every model, this one too, and none of another user', async () => {
    const [{ userId }, stranger] = [await newPerson(), await newPerson()]
    const here = await start(model, userId)
    const others = []
    for (const each of models) others.push(await start(each, userId))
    const foreign = await start(model, stranger.userId)

    const { end: outcome, cookies } = await logOutEverywhere(await letIn(look(here.cookies)), client, now)

    expect(outcome).toBe('ended')
    expect(cookies.map(({ attributes }) => attributes.maxAge)).toEqual(Object.values(cookieNames).map(() => 0))
    for (const session of [here, ...others]) expect(await look(session.cookies)).toEqual({ verdict: 'revoked' })
    expect(await countAlive(userId)).toBe(0)
    expect(await eventsOf(userId)).toEqual(['cut_off'])
    await letIn(look(foreign.cookies))
  })

  test('is reported as unfinished while Redis is unavailable, and is committed', async () => {
    const { userId } = await newPerson()
    const here = await start(model, userId, now)
    const visitor = await letIn(look(here.cookies))

    gate.set('shut')
    expect(await logOutEverywhere(visitor, client, now)).toMatchObject({ end: 'unfinished' })
    gate.set('open')

    expect(await renew(here.cookies, now + env().FRESH_SECONDS)).toBeNull()
    expect(await logOutEverywhere(visitor, client, now)).toMatchObject({ end: 'ended' })
    expect(await look(here.cookies)).toEqual({ verdict: 'revoked' })
  })
})
