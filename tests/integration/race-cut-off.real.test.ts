import { describe, expect, test } from 'vitest'
import { listAlive } from '@/lib/db/sessions/alive'
import { env } from '@/lib/env'
import { disableUser } from '@/lib/server/admin/users'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { nowInSeconds, toDate } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, holdTable, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, forgetEverything } from '@/tests/integration/support/rows'
import { look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

interface Revocation {
  revoke: (userId: string) => Promise<unknown>
  /** Whether it waits for a row that a renewal holds. */
  waits: boolean
}

const revocations: ReadonlyArray<[string, Revocation]> = [
  ['a revocation of all sessions', { revoke: (userId) => cutOffUser(userId, now), waits: true }],
  ['a revocation of the sessions of everyone', { revoke: () => cutOffEveryone(now), waits: false }],
  ['a disabling', { revoke: (userId) => disableUser(userId, now), waits: true }],
]

/** A renewal that has read its user's counters before the revocation, and answers after it. */
async function renewAcross(model: Model, { revoke, waits }: Revocation) {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId, now)

  const row = model === 'sealed' ? await holdTable('DeniedSession') : await holdSession(session.id)
  const renewing = renew(cookies, due)
  await row.waiters(1)
  const revoking = revoke(userId)
  // A sealed session has no row to wait for.
  await (waits && model !== 'sealed' ? row.waiters(2) : revoking)
  await row.release()
  const [renewed] = await Promise.all([renewing, revoking])
  return { userId, issued: renewed?.cookies ?? [] }
}

describe.each(models)('a renewal of a %s session in progress', (model) => {
  test.each(revocations)('is refused after %s', async (_, revocation) => {
    const { userId, issued } = await renewAcross(model, revocation)

    expect(await listAlive(userId, toDate(due))).toEqual([])
    if (issued.length > 0) expect(await visit(issued, due)).toEqual({ verdict: 'revoked' })
  })

  test.each(revocations)('is refused after %s when Redis loses its data, too', async (_, revocation) => {
    const { issued } = await renewAcross(model, revocation)
    await forgetEverything()

    if (issued.length === 0) return
    if (model === 'stored') expect(await look(issued, due)).toEqual({ verdict: 'revoked' })
    expect(await visit(issued, due + env().FRESH_SECONDS)).toEqual({ verdict: 'revoked' })
  })
})

test('revocations of one user, of everyone, and renewals run concurrently without a deadlock', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => newPerson()))
  const sessions = []
  for (const { userId } of people) for (let n = 0; n < 10; n += 1) sessions.push(await start('signed', userId, now))

  await Promise.all([
    ...sessions.slice(0, 12).map(({ cookies }) => renew(cookies, due)),
    ...people.map(({ userId }) => cutOffUser(userId, now)),
    cutOffEveryone(now),
    cutOffEveryone(now),
  ])

  for (const { userId } of people) expect(await countAlive(userId)).toBe(0)
})
