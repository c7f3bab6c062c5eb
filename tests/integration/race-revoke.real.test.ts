import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, eventsOf, forgetEverything } from '@/tests/integration/support/rows'
import { client, countVisit, letIn, look, renew, start, visit } from '@/tests/integration/support/session'

raceOnRealStores()

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

const revoke = (ownerId: string, sessionId: string) => revokeSession({ ownerId, sessionId, client }, due)

describe.each(['stored', 'signed'] as const)('a %s session revoked', (model) => {
  const begin = async () => {
    const { userId } = await newPerson()
    const started = await start(model, userId, now)
    return { userId, ...started, row: await holdSession(started.session.id) }
  }

  test('before a renewal locks its row is not renewed', async () => {
    const { userId, session, cookies, row } = await begin()

    const revoking = revoke(userId, session.id)
    await row.waiters(1)
    const renewing = renew(cookies, due)
    await row.waiters(2)
    await row.release()

    expect([await revoking, await renewing]).toEqual(['revoked', null])
    expect(await countAlive(userId)).toBe(0)
  })

  test('after a renewal locked its row is ended together with the renewed credential, even when Redis loses its data', async () => {
    const { userId, session, cookies, row } = await begin()

    const renewing = renew(cookies, due)
    await row.waiters(1)
    const revoking = revoke(userId, session.id)
    await row.waiters(2)
    await row.release()

    const issued = (await renewing)?.cookies ?? []
    expect([await revoking, issued.length > 0]).toEqual(['revoked', true])
    expect(await look(issued, due)).toEqual({ verdict: 'revoked' })
    await forgetEverything()
    expect(await visit(issued, due + env().FRESH_SECONDS)).toEqual({ verdict: 'revoked' })
  })

  test('while a data write waits is not written to', async () => {
    const { userId, session, cookies, row } = await begin()

    const revoking = revoke(userId, session.id)
    await row.waiters(1)
    const writing = countVisit(cookies, due)
    await row.waiters(2)
    await row.release()

    expect([await revoking, await writing]).toEqual(['revoked', 'ended'])
  })

  test('by ten devices concurrently ends once, and is recorded once', async () => {
    const { userId, session, cookies, row } = await begin()

    const revoking = Array.from({ length: 10 }, () => revoke(userId, session.id))
    await row.waiters(2)
    await row.release()

    expect(new Set(await Promise.all(revoking))).toEqual(new Set(['revoked']))
    await expect(letIn(look(cookies, now))).rejects.toThrow('not allowed: revoked')
    expect(await eventsOf(userId)).toEqual(['revoked'])
  })
})
