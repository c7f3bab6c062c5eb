import { beforeAll, describe, expect, test } from 'vitest'
import { cutOffOthers, disable } from '@/lib/db/cut-off'
import { env } from '@/lib/env'
import { isRecent } from '@/lib/server/account/re-authenticate'
import { revokeOthers } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { nowInSeconds, toDate } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { eventsOf } from '@/tests/integration/support/rows'
import { client, countVisit, end, letIn, look, renew, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()
const now = nowInSeconds()

/**
 * The embedded Redis loads a script at its first call, and on a busy machine that takes longer than the timeout of a
 * call.
 */
beforeAll(async () => void (await end((await start('stored', (await newPerson()).userId)).cookies)))

/** Logged in here, and in other browsers by every model. */
async function spread(model: Model) {
  const { userId } = await newPerson()
  const others = []
  for (const each of models) others.push((await start(each, userId, now)).cookies)
  const here = await start(model, userId, now)
  return { userId, others, here, visitor: await letIn(look(here.cookies)) }
}

async function revokeOrThrow(...asking: Parameters<typeof revokeOthers>): Promise<readonly IssuedCookie[]> {
  const answer = await revokeOthers(...asking)
  if (answer.outcome === 'ended') throw new Error('ended')
  return answer.cookies
}

describe.each(models)('all other sessions, revoked from a %s session,', (model) => {
  test('[ASVS 7.5.2] end at once, of any model, and this session rotates its id', async () => {
    const { userId, others, here, visitor } = await spread(model)

    const cookies = await revokeOrThrow(visitor, client, now)

    for (const other of others) expect(await look(other)).toEqual({ verdict: 'revoked' })
    const { session } = await letIn(look(cookies))
    expect(session).toMatchObject({ model, userId, startedAt: here.session.startedAt, endsAt: here.session.endsAt })
    expect(session.id).not.toBe(here.session.id)
    expect(await look(here.cookies)).toEqual({ verdict: 'revoked' })
    expect(await eventsOf(userId)).toEqual(['others_cut_off'])
  })

  test('end without changing the data of this one', async () => {
    const { visitor, here } = await spread(model)
    const changed = await countVisit(here.cookies)
    if (typeof changed === 'string') throw new Error(changed)
    const newest = changed.cookies.length > 0 ? await letIn(look(changed.cookies)) : visitor

    const cookies = await revokeOrThrow(newest, client, now)

    expect(await countVisit(cookies)).toMatchObject({ data: { visits: 2 } })
  })

  test('[ASVS 7.5.1] going on is no proof of the password: what was long ago stays so', async () => {
    const { visitor, here } = await spread(model)
    const later = now + env().STEP_UP_SECONDS - 1

    const cookies = await revokeOrThrow(visitor, client, later)

    const { session } = await letIn(look(cookies, later))
    expect(session.authenticatedAt).toBe(here.session.authenticatedAt)
    expect([isRecent(session, later), isRecent(session, later + 1)]).toEqual([true, false])
  })

  test('are never renewed, and cannot be ended by a user who was revoked meanwhile', async () => {
    const { userId, others, visitor } = await spread(model)
    await cutOffUser(userId, now)

    expect(await revokeOthers(visitor, client, now)).toEqual({ outcome: 'ended' })

    for (const other of others) expect(await renew(other, now + env().FRESH_SECONDS)).toBeNull()
    expect(await eventsOf(userId)).not.toContain('revoked')
  })

  test('are not revoked for a disabled account, or from a session that was logged out meanwhile', async () => {
    const [disabled, gone] = [await spread(model), await spread(model)]
    await disable(disabled.userId, toDate(now))
    await end(gone.here.cookies)

    expect(await revokeOthers(disabled.visitor, client, now)).toEqual({ outcome: 'ended' })
    expect(await revokeOthers(gone.visitor, client, now)).toEqual({ outcome: 'ended' })
  })

  test('end in Postgres when Redis is unavailable, are reported as accepted for a while, and can be ended again', async () => {
    const { others, visitor } = await spread(model)

    gate.set('shut')
    const answer = await revokeOthers(visitor, client, now)
    gate.set('open')

    if (answer.outcome !== 'unfinished') throw new Error(answer.outcome)
    for (const other of others) expect(await renew(other, now + env().FRESH_SECONDS)).toBeNull()
    const cookies = await revokeOrThrow(await letIn(look(answer.cookies)), client, now)
    for (const other of others) expect(await look(other)).toEqual({ verdict: 'revoked' })
    await letIn(look(cookies))
  })

  test('after a crash between the two writes, a second attempt publishes what Postgres says', async () => {
    const { userId, others, visitor } = await spread(model)
    const kept = { userId, sessionId: visitor.session.id, generation: visitor.credential.generation }
    await cutOffOthers(kept, toDate(now))

    expect(await revokeOthers(visitor, client, now)).toEqual({ outcome: 'ended' })
    for (const other of others) expect(await look(other)).toEqual({ verdict: 'revoked' })
  })

  test('of two concurrent callers at most one session continues', async () => {
    const { visitor, here } = await spread(model)

    const answers = await Promise.all([revokeOthers(visitor, client, now), revokeOthers(visitor, client, now)])

    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['ended', 'revoked'])
    expect(await look(here.cookies)).toEqual({ verdict: 'revoked' })
  })
})

test('are not revoked by a session that was revoked at the last moment', async () => {
  const { userId } = await newPerson()
  await cutOffUser(userId, now)
  const { session, cookies } = await start('stored', userId, now)

  const behind = { userId, sessionId: 'revoked-at-the-last-moment', generation: 0 }
  expect(await cutOffOthers(behind, toDate(now))).toBeNull()

  expect((await letIn(look(cookies))).session.id).toBe(session.id)
})
