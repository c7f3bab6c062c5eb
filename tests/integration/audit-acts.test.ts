import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findUserId } from '@/lib/db/list-users'
import { signUp } from '@/lib/server/account/sign-up'
import { changeRole, disableUser, enableUser } from '@/lib/server/admin/users'
import type { Actor } from '@/lib/server/audit'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { trailOf } from '@/tests/integration/support/rows'
import { client } from '@/tests/integration/support/session'

const now = nowInSeconds()

test('a signup is recorded', async () => {
  const email = `${randomUUID()}@example.com`

  await signUp({ email, name: 'Other User', password }, client)

  const userId = (await findUserId(email)) ?? ''
  expect(await trailOf(userId)).toMatchObject([{ kind: 'signup', ...client }])
})

describe('an act of an admin is recorded with the admin, the session and the address:', () => {
  const acts: [string, (userId: string, by: Actor) => Promise<unknown>][] = [
    ['role_changed', (userId, by) => changeRole(userId, 'editor', by)],
    ['disabled', (userId, by) => disableUser(userId, now, by)],
    ['enabled', (userId, by) => enableUser(userId, by)],
    ['cut_off', (userId, by) => cutOffUser(userId, now, by)],
  ]

  async function newActor() {
    const { userId: actorId } = await newPerson('admin')
    return { actorId, sessionId: randomUUID(), model: 'stored', ...client } as const
  }

  test.each(acts)('%s', async (kind, act) => {
    const [{ userId }, by] = [await newPerson(), await newActor()]

    await act(userId, by)

    expect(await trailOf(userId)).toEqual([{ kind, ...by, detail: kind === 'role_changed' ? 'member>editor' : null }])
  })

  test('everyone_cut_off, which names no user', async () => {
    const by = await newActor()

    await cutOffEveryone(now, by)

    const found = await askPostgres(({ auditEvent }) => auditEvent.findMany({ where: { actorId: by.actorId } }))
    expect(found).toMatchObject([{ kind: 'everyone_cut_off', userId: null, ...by }])
  })

  test('a change of role is recorded with the old and the new role, each time', async () => {
    const [{ userId }, by] = [await newPerson(), await newActor()]

    await changeRole(userId, 'admin', by)
    await changeRole(userId, 'editor', by)

    expect((await trailOf(userId)).map(({ detail }) => detail)).toEqual(['member>admin', 'admin>editor'])
  })

  test('a refused act is not recorded', async () => {
    const { actorId, ...by } = await newActor()

    await changeRole(actorId, 'member', { actorId, ...by })
    await disableUser(actorId, now, { actorId, ...by })
    await cutOffUser('unknown', now, { actorId, ...by })

    expect(await askPostgres(({ auditEvent }) => auditEvent.count({ where: { actorId } }))).toBe(0)
  })
})
