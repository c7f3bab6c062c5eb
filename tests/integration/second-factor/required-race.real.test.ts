// feature: required-factor (this file)
import { afterEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findFactors, isProtectedBy } from '@/lib/db/second-factor/factors'
import { logIn } from '@/lib/server/account/log-in'
import { changeRole } from '@/lib/server/admin/users'
import { listPasskeys, removePasskey } from '@/lib/server/second-factor/passkeys'
import { requireFactor } from '@/lib/server/second-factor/require'
import { turnOff } from '@/lib/server/second-factor/turn-off'
import type { Role } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'
import { passkeyOf } from '@/tests/integration/second-factor/passkey'
import { browser, protect } from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { letIn, look, present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()

afterEach(() => askPostgres(({ requiredFactor }) => requiredFactor.deleteMany()))

/** The session of the removal goes on, or has ended with the others already. */
const removed = ['changed', 'logged_out']

/** A user with an app, and the act that turns it off. */
async function withApp(role: Role) {
  const { userId } = await newPerson(role)
  await protect(userId)
  const { cookies } = await start('stored', userId, now)
  const visitor = await letIn(look(cookies, now))
  return { userId, cookies, turn: () => turnOff(visitor, guesser, now) }
}

test('of two removals at once, of the app and of the only passkey, one happens: a factor stays', async () => {
  const { userId } = await newPerson('editor')
  await passkeyOf(userId, now)
  await askPostgres(({ recoveryCode }) => recoveryCode.deleteMany({ where: { userId } }))
  await protect(userId)
  await requireFactor('editor', true, now)
  const [{ id } = { id: '' }] = await listPasskeys(userId)
  const [one, other] = [await start('stored', userId, now), await start('signed', userId, now)]
  const [here, there] = [await letIn(look(one.cookies, now)), await letIn(look(other.cookies, now))]

  const user = await holdUser(userId)
  const answers = [turnOff(here, guesser, now), removePasskey(there, id, guesser, now)]
  await user.waiters(2)
  await user.release()

  const outcomes = (await Promise.all(answers)).map(({ outcome }) => outcome)
  expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(1)
  expect(isProtectedBy(await findFactors(userId))).toBe(true)
})

describe('the last factor is removed while the rule is made:', () => {
  test('the removal waits for the rule, and is refused', async () => {
    const { userId, cookies, turn } = await withApp('editor')

    const user = await holdUser((await newPerson('editor')).userId)
    const requiring = requireFactor('editor', true, now)
    await user.waiters(1)
    const turning = turn()
    await user.waiters(2)
    await user.release()

    expect([await requiring, (await turning).outcome]).toEqual(['changed', 'required'])
    expect(isProtectedBy(await findFactors(userId))).toBe(true)
    await letIn(look(cookies, now))
  })

  test('the rule waits for the removal, and ends the session without a factor', async () => {
    const { userId, turn } = await withApp('editor')

    const user = await holdUser(userId)
    const turning = turn()
    await user.waiters(1)
    const requiring = requireFactor('editor', true, now)
    await user.waiters(2)
    await user.release()

    expect(await requiring).toBe('changed')
    expect(removed).toContain((await turning).outcome)
    expect(await countAlive(userId)).toBe(0)
  })
})

test('a factor is removed while its user becomes an editor: either it stays, or the sessions end', async () => {
  await requireFactor('editor', true, now)
  const { userId, turn } = await withApp('member')

  const user = await holdUser(userId)
  const turning = turn()
  await user.waiters(1)
  const changing = changeRole(userId, 'editor')
  await user.waiters(2)
  await user.release()

  expect(await changing).toBe('changed')
  expect(removed).toContain((await turning).outcome)
  expect(isProtectedBy(await findFactors(userId))).toBe(false)
  expect(await countAlive(userId)).toBe(0)
})

test('a user becomes an editor while the last factor is removed: it stays', async () => {
  await requireFactor('editor', true, now)
  const { userId, cookies, turn } = await withApp('member')

  const user = await holdUser(userId)
  const changing = changeRole(userId, 'editor')
  await user.waiters(1)
  const turning = turn()
  await user.waiters(2)
  await user.release()

  expect([await changing, (await turning).outcome]).toEqual(['changed', 'required'])
  await letIn(look(cookies, now))
})

test.each(models)(
  '[ASVS 6.3.3] a login by %s at the moment of the rule starts no session without the claim',
  async (model) => {
    const { userId, email } = await newPerson('editor')

    // The login has read its counters when it reads the rules.
    const table = await holdTable('RequiredFactor')
    const logging = logIn({ email, password, model, presented: present([]), ...browser }, now)
    await table.waiters(1)
    const requiring = requireFactor('editor', true, now)
    await table.waiters(2)
    await table.release()

    expect(await requiring).toBe('changed')
    const answer = await logging
    const cookies = answer.outcome === 'logged_in' ? answer.cookies : []
    const kept = cookies.filter(({ attributes }) => attributes.maxAge !== 0)
    expect(['revoked', 'anonymous']).toContain((await look(kept, now)).verdict)
    expect(await countAlive(userId)).toBe(0)
  },
)
