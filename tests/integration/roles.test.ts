import { describe, expect, test } from 'vitest'
import { getAccess } from '@/lib/db/users'
import { changeRole, disableUser, enableUser } from '@/lib/server/admin/users'
import { type Actor, actorOf } from '@/lib/server/audit'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { eventsOf } from '@/tests/integration/support/rows'
import { client, letIn, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()
const now = nowInSeconds()

/** An admin's check, as an action receives it. */
async function newAdmin() {
  const { userId } = await newPerson('admin')
  const { cookies } = await start('stored', userId)
  return { userId, by: actorOf(await letIn(look(cookies)), client) }
}

describe('an admin cannot lock themselves out:', () => {
  test('no other role', async () => {
    const { userId, by } = await newAdmin()

    expect(await changeRole(userId, 'member', by)).toBe('self')
    expect(await getAccess(userId)).toMatchObject({ role: 'admin', accessVersion: 0 })
  })

  test('no disabling', async () => {
    const { userId, by } = await newAdmin()

    expect(await disableUser(userId, now, by)).toBe('self')
    expect(await getAccess(userId)).toMatchObject({ generation: 0 })
  })
})

test('[ASVS 7.4.2] an account that is enabled again can log in again, and its revoked sessions stay revoked', async () => {
  const [{ userId }, { by }] = [await newPerson(), await newAdmin()]
  const before = await start('sealed', userId, now)
  await disableUser(userId, now, by)

  expect(await enableUser(userId, by)).toBe('enabled')

  expect(await look(before.cookies)).toEqual({ verdict: 'revoked' })
  await letIn(look((await start('sealed', userId)).cookies))
  expect(await enableUser('unknown', by)).toBe('unknown')
})

describe('with Redis unavailable, an act is committed, reported as unfinished, and finished by repeating it:', () => {
  const acts: [string, (userId: string, by: Actor) => Promise<string>, string][] = [
    ['a change of role', (userId, by) => changeRole(userId, 'editor', by), 'unchanged'],
    ['a disabling', (userId, by) => disableUser(userId, now, by), 'ended'],
    ['a revocation of all sessions', (userId, by) => cutOffUser(userId, now, by), 'ended'],
    ['a revocation of the sessions of everyone', (_, by) => cutOffEveryone(now, by), 'ended'],
  ]

  test.each(acts)('%s', async (_, act, finished) => {
    const [{ userId }, { by }] = [await newPerson(), await newAdmin()]
    const { cookies } = await start('sealed', userId, now)
    const before = await getAccess(userId)

    gate.set('shut')
    expect(await act(userId, by)).toBe('unfinished')
    gate.set('open')
    expect(await getAccess(userId)).not.toEqual(before)

    expect(await act(userId, by)).toBe(finished)
    const seen = await visit(cookies)
    expect(seen.verdict === 'allowed' ? seen.session.role : seen.verdict).toMatch(/^(editor|revoked)$/)
  })
})

test('setting the present role again changes nothing: no event, and no session has to renew', async () => {
  const [{ userId }, { by }] = [await newPerson('editor'), await newAdmin()]
  const { cookies } = await start('signed', userId)

  expect(await changeRole(userId, 'editor', by)).toBe('unchanged')

  expect(await getAccess(userId)).toMatchObject({ role: 'editor', accessVersion: 0 })
  expect(await eventsOf(userId)).toEqual([])
  expect((await letIn(visit(cookies))).cookies).toEqual([])
})

test.each(models)('%s: a demoted admin loses the permissions at the very next check', async (model) => {
  const [{ userId }, { by }] = [await newPerson('admin'), await newAdmin()]
  const { cookies } = await start(model, userId)

  await changeRole(userId, 'member', by)

  expect((await letIn(look(cookies))).session.role).toBe('member')
  expect((await letIn(visit(cookies))).session.role).toBe('member')
})
