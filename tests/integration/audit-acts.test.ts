import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findUserId } from '@/lib/db/list-users'
import { signUp } from '@/lib/server/account/sign-up'
import { changeRole } from '@/lib/server/admin/change-role'
import { disableUser, enableUser } from '@/lib/server/admin/users'
import type { Actor } from '@/lib/server/audit'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { trailOf } from '@/tests/integration/support/rows'
import { client } from '@/tests/integration/support/session'

const now = nowInSeconds()

test('a signup is on record', async () => {
  const email = `${randomUUID()}@example.com`

  await signUp({ email, name: 'Somebody', password }, client)

  const userId = (await findUserId(email)) ?? ''
  expect(await trailOf(userId)).toMatchObject([{ kind: 'signup', ...client }])
})

describe('what an admin does is on record with who it was, by which session and from where:', () => {
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

  test('everyone_cut_off, which is about nobody in particular', async () => {
    const by = await newActor()

    await cutOffEveryone(now, by)

    const found = await askPostgres(({ auditEvent }) => auditEvent.findMany({ where: { actorId: by.actorId } }))
    expect(found).toMatchObject([{ kind: 'everyone_cut_off', userId: null, ...by }])
  })

  test('of a change of role, what the role was and what it is, each time', async () => {
    const [{ userId }, by] = [await newPerson(), await newActor()]

    await changeRole(userId, 'admin', by)
    await changeRole(userId, 'editor', by)

    expect((await trailOf(userId)).map(({ detail }) => detail)).toEqual(['member>admin', 'admin>editor'])
  })

  test('what was refused is not', async () => {
    const { actorId, ...by } = await newActor()

    await changeRole(actorId, 'member', { actorId, ...by })
    await disableUser(actorId, now, { actorId, ...by })
    await cutOffUser('nobody', now, { actorId, ...by })

    expect(await askPostgres(({ auditEvent }) => auditEvent.count({ where: { actorId } }))).toBe(0)
  })
})
