import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive, eventsOf, rowOf } from '@/tests/integration/support/rows'
import { accessOf, letIn, look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const notFresh = now + env().FRESH_SECONDS

describe.each(models)('with a %s session', (model) => {
  test('revoking all sessions refuses every credential issued before, and no session started afterwards', async () => {
    const { userId } = await newPerson()
    const before = await start(model, userId)

    expect(await cutOffUser(userId, now)).toBe('ended')
    const after = await start(model, userId)

    expect(await look(before.cookies)).toEqual({ verdict: 'revoked' })
    expect(await renew(before.cookies, notFresh)).toBeNull()
    await letIn(look(after.cookies))
  })

  test('revoking all sessions of one user leaves the others logged in', async () => {
    const { cookies } = await start(model, (await newPerson()).userId)

    await cutOffUser((await newPerson()).userId, now)

    await letIn(visit(cookies, notFresh))
  })

  test('revoking the sessions of everyone refuses every credential issued before, and no session started afterwards', async () => {
    const { userId } = await newPerson()
    const before = await start(model, userId)

    await cutOffEveryone(now)
    const after = await start(model, userId)

    expect(await look(before.cookies)).toEqual({ verdict: 'revoked' })
    expect(await renew(before.cookies, notFresh)).toBeNull()
    await letIn(look(after.cookies))
  })

  test('a new role makes the credential renewable at once, and the renewal carries it', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId)

    expect(await changeRole(userId, 'admin')).toBe('changed')
    const renewed = await letIn(visit(cookies))
    const settled = await letIn(visit(renewed.cookies))

    expect(renewed.session.role).toBe('admin')
    expect(settled).toMatchObject({ session: { role: 'admin' }, cookies: [] })
  })

  test('a new role is applied where a renewal is impossible, too', async () => {
    const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
    const { cookies } = await start(model, userId)

    await changeRole(userId, 'member')

    expect(await letIn(look(cookies))).toMatchObject({ session: { role: 'member' }, cookies: [] })
  })

  test('a disabled account has no session, no renewal and no login', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId)

    expect(await disableUser(userId, now)).toBe('ended')

    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
    expect(await renew(cookies, notFresh)).toBeNull()
    await expect(accessOf(userId)).rejects.toThrow('not allowed to log in')
  })
})

test('revoking all sessions ends the rows too, and the first reason stays', async () => {
  const { userId } = await newPerson()
  const { session } = await start('stored', userId)

  await cutOffUser(userId, now)
  const first = await rowOf(session.id)
  await cutOffUser(userId, now)

  expect(first).toMatchObject({ endReason: 'revoked', endedAt: expect.any(Date) })
  expect(await rowOf(session.id)).toEqual(first)
  expect(await countAlive(userId)).toBe(0)
})

test('an unknown account cannot be revoked, disabled or given a role', async () => {
  expect(await cutOffUser('unknown', now)).toBe('unknown')
  expect(await disableUser('unknown', now)).toBe('unknown')
  expect(await changeRole('unknown', 'admin')).toBe('unknown')
})

test('a counter never decreases, in any order in which two revocations reach Redis', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('sealed', userId)

  await raiseGeneration(userId, 2)
  await raiseGeneration(userId, 1)

  expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  expect(await look((await start('sealed', (await newPerson()).userId)).cookies)).toMatchObject({ verdict: 'allowed' })
  await expect(start('sealed', userId)).rejects.toThrow('revoked while starting')
})

test('the trail names the user whose sessions were revoked, and the user whose role was changed', async () => {
  const { userId } = await newPerson()

  await cutOffUser(userId, now)
  await changeRole(userId, 'editor')

  expect(await eventsOf(userId)).toEqual(['cut_off', 'role_changed'])
})
