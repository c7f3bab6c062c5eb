import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/admin/change-role'
import { disableUser } from '@/lib/server/admin/users'
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
  test('a cut-off refuses whatever was issued before, and nothing that is started afterwards', async () => {
    const { userId } = await newPerson()
    const before = await start(model, userId)

    expect(await cutOffUser(userId, now)).toBe('ended')
    const after = await start(model, userId)

    expect(await look(before.cookies)).toEqual({ verdict: 'revoked' })
    expect(await renew(before.cookies, notFresh)).toBeNull()
    await letIn(look(after.cookies))
  })

  test('a cut-off of one user leaves the others alone', async () => {
    const { cookies } = await start(model, (await newPerson()).userId)

    await cutOffUser((await newPerson()).userId, now)

    await letIn(visit(cookies, notFresh))
  })

  test('a cut-off of everyone refuses whatever was issued before, and nothing that is started afterwards', async () => {
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

  test('a new role is seen where nothing can be renewed, too', async () => {
    const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
    const { cookies } = await start(model, userId)

    await changeRole(userId, 'member')

    expect(await letIn(look(cookies))).toMatchObject({ session: { role: 'member' }, cookies: [] })
  })

  test('a disabled account keeps nothing: no session, no renewal, no way to start another', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId)

    expect(await disableUser(userId, now)).toBe('ended')

    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
    expect(await renew(cookies, notFresh)).toBeNull()
    await expect(accessOf(userId)).rejects.toThrow('nobody may log in')
  })
})

test('a cut-off ends the rows too, and the first reason stays', async () => {
  const { userId } = await newPerson()
  const { session } = await start('stored', userId)

  await cutOffUser(userId, now)
  const first = await rowOf(session.id)
  await cutOffUser(userId, now)

  expect(first).toMatchObject({ endReason: 'revoked', endedAt: expect.any(Date) })
  expect(await rowOf(session.id)).toEqual(first)
  expect(await countAlive(userId)).toBe(0)
})

test('an account without an owner cannot be cut off, disabled or given a role', async () => {
  expect(await cutOffUser('nobody', now)).toBe('unknown')
  expect(await disableUser('nobody', now)).toBe('unknown')
  expect(await changeRole('nobody', 'admin')).toBe('unknown')
})

test('a counter never goes down, in whatever order two cut-offs reach Redis', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('sealed', userId)

  await raiseGeneration(userId, 2)
  await raiseGeneration(userId, 1)

  expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  expect(await look((await start('sealed', (await newPerson()).userId)).cookies)).toMatchObject({ verdict: 'allowed' })
  await expect(start('sealed', userId)).rejects.toThrow('cut off while starting')
})

test('the trail says who was cut off, and whose role was changed', async () => {
  const { userId } = await newPerson()

  await cutOffUser(userId, now)
  await changeRole(userId, 'editor')

  expect(await eventsOf(userId)).toEqual(['cut_off', 'role_changed'])
})
