// feature: required-factor (this file)

import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { askPostgres, inTransaction } from '@/lib/db/client'
import { saveLink } from '@/lib/db/mail/links'
// feature: mail
import { disownLoginRow } from '@/lib/db/mail/login-notices'
import { insertNoticeIn } from '@/lib/db/mail/notices'
import { resetPasswordRow, undoChangeRow } from '@/lib/db/mail/recover'
// end
import { findFactors, isProtectedBy } from '@/lib/db/second-factor/factors'
import { newSecret, sha256 } from '@/lib/ids' // feature: mail
import { logIn } from '@/lib/server/account/log-in'
import { signUp } from '@/lib/server/account/sign-up'
import { changeRole } from '@/lib/server/admin/users'
import { toRow } from '@/lib/server/mail/letters' // feature: mail
import { listPasskeys, removePasskey } from '@/lib/server/second-factor/passkeys'
import { requireFactor } from '@/lib/server/second-factor/require'
import { resetFactors } from '@/lib/server/second-factor/reset'
import { turnOff } from '@/lib/server/second-factor/turn-off'
import type { Role } from '@/lib/session/session'
import { days, nowInSeconds, toDate } from '@/lib/time'
import { passkeyOf } from '@/tests/integration/second-factor/passkey'
import { browser, protect } from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start } from '@/tests/integration/support/session'
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

describe.each(models)('[ASVS 6.3.3] no login by %s lacks the claim, if at the moment of the rule', (model) => {
  async function lacksFactor(email: string) {
    const answer = await logIn({ email, password, model, presented: present([]), ...browser }, now)
    const cookies = answer.outcome === 'logged_in' ? answer.cookies : []
    const { session } = await letIn(
      look(
        cookies.filter(({ attributes }) => attributes.maxAge !== 0),
        now,
      ),
    )
    return session.lacksFactor
  }

  test('an admin resets the factors of a user', async () => {
    const { userId, email } = await newPerson('editor')
    await protect(userId)
    const resetting = async () => [await resetFactors(userId, now), await lacksFactor(email)]

    expect(await duringRule('editor', resetting)).toEqual({ required: 'changed', acted: ['ended', true] })
  })

  test('a person signs up', async () => {
    const email = `${randomUUID()}@example.com`
    const signingUp = async () => [
      (await signUp({ email, name: 'New', password }, client)).outcome,
      await lacksFactor(email),
    ]

    expect(await duringRule('member', signingUp)).toEqual({ required: 'changed', acted: ['done', true] })
  })
})

test('a user without a factor becomes an editor at the moment of the rule: the sessions without the claim end', async () => {
  const { userId } = await newPerson('member')
  const { cookies } = await start('stored', userId, now)
  const during = await duringRule('editor', () => changeRole(userId, 'editor'))

  expect(during).toEqual({ required: 'changed', acted: 'changed' })
  expect((await look(cookies, now)).verdict).toBe('revoked')
})

/** The rule has listed the accounts without a factor, and waits for one of them, when the act begins. */
async function duringRule<T>(role: Role, act: () => Promise<T>) {
  const user = await holdUser((await newPerson(role)).userId)
  const requiring = requireFactor(role, true, now)
  await user.waiters(1)
  const acting = act()
  // Released in any case: the next test counts its own waiters.
  await user.waiters(2).finally(user.release)
  return { required: await requiring, acted: await acting }
}

// feature: mail
describe('a link that deletes the factors of an attacker waits for the rule:', () => {
  const by = { client: { ip: null, userAgent: null }, now: toDate(now) }
  const link = () => ({ codeHash: sha256(newSecret()), lifetime: days(7) })

  test('this was not me', async () => {
    const { userId } = await newPerson('editor')
    await protect(userId)
    const notice = link()
    await inTransaction((transaction) => insertNoticeIn(transaction, { userId, ...notice }))

    const disowning = { codeHash: notice.codeHash, lockedHash: 'locked', link: link(), by: by.client, now: by.now }
    const during = await duringRule('editor', () => disownLoginRow(disowning))

    expect(during).toEqual({ required: 'changed', acted: { userId, generation: expect.any(Number) } })
    expect(isProtectedBy(await findFactors(userId))).toBe(false)
  })

  test('a new password for an account that another person has opened', async () => {
    const { userId, email } = await newPerson('editor')
    await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { mustVerify: true } }))
    await protect(userId)
    const { codeHash, lifetime } = link()
    await saveLink({ userId, purpose: 'reset', codeHash, lifetime, askedAt: by.now, sentTo: email })

    const tell = () => toRow({ kind: 'password_changed', userId, at: now, ip: null })
    const resetting = { codeHash, passwordHash: 'new', by: by.client, now: by.now, tell }
    const during = await duringRule('editor', () => resetPasswordRow(resetting))

    expect(during).toEqual({ required: 'changed', acted: { userId, generation: expect.any(Number) } })
    expect(isProtectedBy(await findFactors(userId))).toBe(false)
  })

  test('the change of the address was not me', async () => {
    const { userId } = await newPerson('editor')
    await protect(userId)
    const undoHash = sha256(newSecret())
    const email = `${randomUUID()}@example.com`
    const change = { userId, email, undoHash, changedAt: by.now, expiresAt: toDate(now + days(7)) }
    await askPostgres(({ addressChange }) => addressChange.create({ data: change }))

    const undoing = { codeHash: undoHash, passwordHash: 'new', by: by.client, now: by.now, tell: async () => [] }
    const during = await duringRule('editor', () => undoChangeRow(undoing))

    expect(during).toEqual({ required: 'changed', acted: { userId, generation: expect.any(Number) } })
    expect(isProtectedBy(await findFactors(userId))).toBe(false)
  })
})
// end
