import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { changePassword } from '@/lib/server/account/change-password'
import { deleteAccount } from '@/lib/server/account/delete'
import { nowInSeconds } from '@/lib/time'
import { seedPeople } from '@/scripts/database/seed-people'
import { seedSecondFactor } from '@/scripts/database/seed-second-factor' // feature: second-factor
import { guesser, isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { holdTable, holdUser, holdWrites, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { client, letIn, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()
const demo = (name: string) => `${name}@example.com`

describe.each(models)('[ASVS 7.4.3] of two changes of a password at once, from two %s sessions,', (model) => {
  test('one wins, the other gets an answer, and only the winner is logged in', async () => {
    const { userId, email } = await newPerson()
    const sessions = [await start(model, userId, now), await start(model, userId, now)]
    const visitors = await Promise.all(sessions.map(({ cookies }) => letIn(look(cookies, now))))
    const wanted = ['the first wish of two', 'the second wish of two']

    const user = await holdUser(userId)
    const changing = visitors.map((visitor, n) =>
      changePassword(visitor, { current: password, wanted: wanted[n] ?? '' }, guesser, now),
    )
    await user.waiters(2)
    await user.release()
    const answers = await Promise.all(changing)

    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'ended'])
    const winner = answers.findIndex(({ outcome }) => outcome === 'changed')
    const known = await Promise.all(wanted.map((each) => isPasswordOf(email, each)))
    expect(known).toEqual([winner === 0, winner === 1])
    for (const { cookies } of sessions) {
      await expect(letIn(visit(cookies, now))).rejects.toThrow('not allowed: revoked')
    }
    const issued = answers.flatMap((answer) => ('cookies' in answer ? answer.cookies : []))
    await letIn(visit(issued, now))
    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
  })
})

test('of two last admins who delete their accounts concurrently, one stays', async () => {
  await askPostgres(({ user }) => user.updateMany({ where: { role: 'admin' }, data: { role: 'member' } }))
  const admins = [await newPerson('admin'), await newPerson('admin')]
  const visitors = await Promise.all(
    admins.map(async ({ userId }) => letIn(look((await start('stored', userId, now)).cookies, now))),
  )

  const answers = await Promise.all(visitors.map((visitor) => deleteAccount(visitor, client, now)))

  expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['deleted', 'last_admin'])
  const left = await askPostgres(({ user }) => user.findMany({ where: { role: 'admin' } }))
  expect(left).toHaveLength(1)
  await letIn(look((await start('stored', left[0]?.id ?? '', now)).cookies, now))
})

test('an account that Postgres could not delete, after its sessions were revoked, can log in again at once', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('sealed', userId, now)
  const visitor = await letIn(look(cookies, now))

  // Rows that a deletion removes, and a revocation of all sessions keeps.
  const notes = await holdTable('Note')
  const deleting = expect(deleteAccount(visitor, client, now)).rejects.toThrow(UnavailableError)
  await notes.waiters(1)
  await notes.breakWaiting()
  await deleting
  await notes.release()

  expect(await look(cookies, now)).toEqual({ verdict: 'revoked' })
  for (const model of models) await letIn(look((await start(model, userId, now)).cookies, now))
  expect(
    await deleteAccount(await letIn(look((await start('sealed', userId, now)).cookies, now)), client, now),
  ).toMatchObject({ outcome: 'deleted' })
})

describe('of two processes that seed the same database at once', () => {
  const seeds = {
    people: { addresses: ['ada', 'grace', 'linus'].map(demo), seed: () => seedPeople(env().DATABASE_URL) },
    // feature: second-factor
    'the account with an app': {
      addresses: [demo('alan')],
      seed: () => seedSecondFactor(env().DATABASE_URL, env().SESSION_PASSWORDS.join(',')),
    },
    // end
  }

  test.each(Object.entries(seeds))('both succeed, and add %s once', async (_, { addresses, seed }) => {
    const ours = { email: { in: addresses } }
    await askPostgres(({ user }) => user.deleteMany({ where: ours }))

    const users = await holdWrites('User')
    const seeding = Promise.all([seed(), seed()])
    await users.waiters(2)
    await users.release()
    await seeding

    expect(await askPostgres(({ user }) => user.count({ where: ours }))).toBe(addresses.length)
    // feature: second-factor
    const totps = await askPostgres(({ totp }) => totp.count({ where: { user: ours } }))
    expect(totps).toBe(addresses.includes(demo('alan')) ? 1 : 0)
    // end
  })
})
