import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { stepUp } from '@/lib/server/account/re-authenticate'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { guesser, reopened } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { holdSession, holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { countVisit, end, letIn, look, readDataOf, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

/** A logged-in user whose session can be stepped up any number of times from the present check. */
async function somebody(model: Model) {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId, now)
  const visitor = await letIn(look(cookies, now))
  return { userId, id: session.id, cookies, prove: () => stepUp(visitor, password, guesser, now) }
}

/** Where the database decides whether a session has ended: its row, or for sealed the list of denied ids. */
const hold = (model: Model, id: string) => (model === 'sealed' ? holdTable('DeniedSession') : holdSession(id))

describe.each(models)('[ASVS 7.2.4] of a %s session', (model) => {
  test('ten concurrent step-ups leave one session, the others find it ended', async () => {
    const { userId, cookies, prove } = await somebody(model)

    const answers = await Promise.all(Array.from({ length: 10 }, prove))

    const [winner, ...others] = answers.filter(({ outcome }) => outcome === 'reopened')
    if (!winner) throw new Error('unknown')
    expect(others).toEqual([])
    expect(answers.filter(({ outcome }) => outcome === 'ended')).toHaveLength(9)
    await letIn(look(reopened(winner).cookies, now))
    await expect(letIn(look(cookies, now))).rejects.toThrow('not allowed: revoked')
    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
  })

  test('a logout after the check, and before the password comparison, is final', async () => {
    const { userId, cookies, prove } = await somebody(model)

    const users = await holdTable('User')
    const proving = prove()
    await users.waiters(1)
    expect(await end(cookies, now)).toBe('ended')
    await users.release()

    expect(await proving).toEqual({ outcome: 'ended' })
    expect(await countAlive(userId)).toBe(0)
  })

  test('a concurrent logout and step-up end the old id in either order, and once', async () => {
    const { userId, id, cookies, prove } = await somebody(model)

    const row = await hold(model, id)
    const ending = end(cookies, now)
    await row.waiters(1)
    const proving = prove()
    await row.waiters(2)
    await row.release()
    const [, answer] = await Promise.all([ending, proving])

    await expect(letIn(look(cookies, now))).rejects.toThrow('not allowed: revoked')
    // A lock on the table, which sealed has to use, keeps no order.
    if (model !== 'sealed') expect(answer).toEqual({ outcome: 'ended' })
    expect(await countAlive(userId)).toBe(0)
  })

  test('a logout that waits behind a step-up ends the rotated session', async () => {
    const { userId, id, cookies, prove } = await somebody(model)

    const row = await hold(model, id)
    const proving = prove()
    await row.waiters(1)
    const ending = end(cookies, now)
    await row.waiters(2)
    await row.release()
    const [answer, ended] = await Promise.all([proving, ending])

    expect(ended).toBe('ended')
    // A lock on the table, which sealed has to use, keeps no order.
    if (model !== 'sealed') expect(answer.outcome).toBe('reopened')
    const issued = answer.outcome === 'reopened' ? answer.visitor.cookies : cookies
    await expect(letIn(look(issued, now))).rejects.toThrow('not allowed: revoked')
    expect(await renew(issued, due)).toBeNull()
    expect(await countAlive(userId)).toBe(0)
  })

  test('a renewal that waits behind a step-up is refused, and an earlier one is refused after it', async () => {
    const { id, cookies, prove } = await somebody(model)
    const first = await renew(cookies, due)

    const row = await hold(model, id)
    const proving = prove()
    await row.waiters(1)
    const renewing = renew(cookies, due)
    await row.waiters(2)
    await row.release()

    const { cookies: issued } = reopened(await proving)
    await letIn(look(issued, now))
    // Sealed: a request that waited for the table may read it before the insert. Then Redis refuses the issued cookie.
    for (const copy of [first, await renewing]) {
      if (copy) await expect(letIn(visit(copy.cookies, due))).rejects.toThrow('not allowed: revoked')
    }
  })

  test('a revocation of all sessions during the password comparison wins', async () => {
    const { userId, id, prove } = await somebody(model)

    const held = model === 'sealed' ? await hold(model, id) : await holdUser(userId)
    const cuttingOff = cutOffUser(userId, now)
    if (model !== 'sealed') await held.waiters(1)
    const proving = prove()
    await held.waiters(model === 'sealed' ? 1 : 2)
    await held.release()

    const [, answer] = await Promise.all([cuttingOff, proving])
    if (answer.outcome === 'reopened') {
      await expect(letIn(look(answer.visitor.cookies, now))).rejects.toThrow('not allowed: revoked')
    }
    expect(await countAlive(userId)).toBe(0)
  })
})

describe.each(['stored', 'signed'] as const)('of a %s session', (model) => {
  test('keeps an earlier change of its data', async () => {
    const { id, cookies, prove } = await somebody(model)

    const row = await holdSession(id)
    const writing = countVisit(cookies, now)
    await row.waiters(1)
    const proving = prove()
    await row.waiters(2)
    await row.release()

    await writing
    const { credential } = reopened(await proving)
    expect(await lifecycleOf(credential).readData(credential, now)).toEqual({ visits: 1, note: '' })
  })

  test('reports a late change of its data as failed', async () => {
    const { id, cookies, prove } = await somebody(model)

    const row = await holdSession(id)
    const proving = prove()
    await row.waiters(1)
    const writing = countVisit(cookies, now)
    await row.waiters(2)
    await row.release()

    expect(await writing).toBe('ended')
    expect(await readDataOf(reopened(await proving).credential, now)).toEqual({ visits: 0, note: '' })
  })
})
