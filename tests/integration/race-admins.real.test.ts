import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdUser, raceOnRealStores } from '@/tests/integration/support/race'

raceOnRealStores()

/** Demotes or removes an admin, by order of another. */
const removals = {
  demotes: (userId: string, actorId: string) => changeRole(userId, 'member', { actorId }),
  disables: (userId: string, actorId: string) => disableUser(userId, nowInSeconds(), { actorId }),
}

const acts = ['demotes', 'disables'] as const
const pairs = acts.flatMap((first) => acts.map((second) => [first, second] as const))

const removeAllAdmins = () => askPostgres(({ user }) => user.updateMany({ data: { role: 'member' } }))
const countAdmins = () => askPostgres(({ user }) => user.count({ where: { role: 'admin', disabledAt: null } }))

test.each(pairs)(
  'of two admins, one of whom %s the other while the other %s them, one stays',
  async (first, second) => {
    await removeAllAdmins()
    const [ada, grace] = [await newPerson('admin'), await newPerson('admin')]

    // Ada's action has passed its checks and waits for the row; Grace's begins before anything is changed.
    const row = await holdUser(grace.userId)
    const adas = removals[first](grace.userId, ada.userId)
    await row.waiters(1)
    const graces = removals[second](ada.userId, grace.userId)
    await row.waiters(2)
    await row.release()

    expect(await adas).toMatch(/^(changed|ended)$/)
    expect(await graces).toBe('last_admin')
    expect(await countAdmins()).toBe(1)
  },
)

test('ten admins who demote one another in a ring concurrently leave one', async () => {
  await removeAllAdmins()
  const admins = await Promise.all(Array.from({ length: 10 }, () => newPerson('admin')))

  const answers = await Promise.all(
    admins.map(({ userId }, n) => removals.demotes(admins[(n + 1) % 10]?.userId ?? '', userId)),
  )

  expect(answers.filter((answer) => answer === 'changed')).toHaveLength(9)
  expect(answers.filter((answer) => answer === 'last_admin')).toHaveLength(1)
  expect(await countAdmins()).toBe(1)
})
