import { afterEach, describe, expect, test } from 'vitest'
import { findUserId } from '@/lib/db/list-users'
import { UnavailableError } from '@/lib/errors'
import { changePassword } from '@/lib/server/account/change-password'
import { deleteAccount } from '@/lib/server/account/delete'
import { stepUp } from '@/lib/server/account/re-authenticate'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { Gate } from '@/tests/integration/support/gate'
import { guesser, isPasswordOf, reopened } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { type Hold, holdSession, holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { client, letIn, look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = new Gate()
raceOnRealStores(gate)
afterEach(() => gate.set('open'))

const now = nowInSeconds()
const passwords = { current: password, wanted: 'a new battery for the horse' }

/** Calls the action, and makes Redis unavailable just before Postgres commits. */
async function loseRedisDuring<T>(held: Hold, ask: () => Promise<T>): Promise<T> {
  const asking = ask()
  await held.waiters(1)
  gate.set('shut')
  await held.release()
  const answer = await asking
  gate.set('open')
  return answer
}

async function somebody(model: Model) {
  const person = await newPerson()
  const { session, cookies } = await start(model, person.userId, now)
  return { ...person, session, cookies, visitor: await letIn(look(cookies, now)) }
}

describe.each(models)('with a %s session,', (model) => {
  test('nothing has changed when Redis was unavailable from the start', async () => {
    const { email, cookies, visitor } = await somebody(model)

    gate.set('shut')
    await expect(stepUp(visitor, password, guesser, now)).rejects.toThrow(UnavailableError)
    await expect(changePassword(visitor, passwords, guesser, now)).rejects.toThrow(UnavailableError)
    gate.set('open')

    expect(await isPasswordOf(email, password)).toBe(true)
    expect((await letIn(look(cookies, now))).session).toEqual(visitor.session)
  })

  test('a step-up succeeds when Redis becomes unavailable, and the old id is never renewed', async () => {
    const { session, cookies, visitor } = await somebody(model)
    const held = model === 'sealed' ? await holdTable('DeniedSession') : await holdSession(session.id)

    const answer = await loseRedisDuring(held, () => stepUp(visitor, password, guesser, now))

    await letIn(visit(reopened(answer).cookies, now))
    expect(await renew(cookies, now)).toBeNull()
  })

  test('a password change is committed when Redis becomes unavailable, reported as unfinished, and this session continues', async () => {
    const { userId, email, cookies, visitor } = await somebody(model)
    const other = await start('stored', userId, now)

    const answer = await loseRedisDuring(await holdUser(userId), () => changePassword(visitor, passwords, guesser, now))

    if (!('cookies' in answer)) throw new Error(answer.outcome)
    expect(answer.outcome).toBe('unfinished')
    expect(await isPasswordOf(email, passwords.wanted)).toBe(true)
    await letIn(visit(answer.cookies, now))
    for (const copy of [other.cookies, cookies]) expect(await renew(copy, now)).toBeNull()
    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
  })

  test('an account is not deleted before all its sessions are revoked, and the deletion can be repeated', async () => {
    const { userId, email, cookies, visitor } = await somebody(model)

    const answer = await loseRedisDuring(await holdUser(userId), () => deleteAccount(visitor, client, now))

    expect(answer).toMatchObject({ outcome: 'unfinished' })
    expect([await findUserId(email), await countAlive(userId)]).toEqual([userId, 0])
    expect(await renew(cookies, now)).toBeNull()
    const anew = await letIn(look((await start(model, userId, now)).cookies, now))
    expect(await deleteAccount(anew, client, now)).toMatchObject({ outcome: 'deleted' })
    expect(await findUserId(email)).toBeNull()
  })
})
