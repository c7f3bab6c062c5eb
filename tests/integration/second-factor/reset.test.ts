// feature: required-factor (this file)
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { countRecoveryCodes, findFactors } from '@/lib/db/second-factor/factors'
import { logIn } from '@/lib/server/account/log-in'
import { disableUser } from '@/lib/server/admin/users'
import type { Actor } from '@/lib/server/audit'
import { sendMailNow } from '@/lib/server/mail/outbox' // feature: mail
import { logInWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { resetFactors } from '@/lib/server/second-factor/reset'
import { nowInSeconds } from '@/lib/time'
import { PostOffice } from '@/tests/integration/mail/post-office' // feature: mail
import {
  newBrowser,
  challengeFor as passkeyChallenge,
  passkeyOf,
  register,
} from '@/tests/integration/second-factor/passkey'
import {
  answer,
  browser,
  challengeFor,
  codeAt,
  newProtectedPerson,
  protect,
} from '@/tests/integration/second-factor/protected'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, trailOf } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start, visit } from '@/tests/integration/support/session'
import { anyModel, models } from '@/tests/support/models'

const office = new PostOffice().serve() // feature: mail
const now = nowInSeconds()
const none = { hasApp: false, hasPasskey: false }

/** A user with every kind of factor. */
async function fullyProtectedPerson() {
  const person = await newPerson()
  const authenticator = await passkeyOf(person.userId, now)
  await askPostgres(({ recoveryCode }) => recoveryCode.deleteMany({ where: { userId: person.userId } }))
  return { ...person, ...(await protect(person.userId)), authenticator }
}

async function newActor(): Promise<Actor & { actorId: string }> {
  const { userId: actorId } = await newPerson('admin')
  return { actorId, sessionId: randomUUID(), model: 'stored', ...client }
}

const handleOf = (userId: string) =>
  askPostgres(({ user }) => user.findUniqueOrThrow({ where: { id: userId }, select: { passkeyHandle: true } }))

describe.each(models)('an admin resets the second factor of a user with a %s session:', (model) => {
  test('[ASVS 7.4.3] [ASVS 6.5.6] every factor and every session of the user is gone, and those of others stay', async () => {
    const [person, other] = [await fullyProtectedPerson(), await newProtectedPerson()]
    const sessions = await Promise.all([model, ...models].map((each) => start(each, person.userId, now)))
    const stranger = await start(model, other.userId, now)

    expect(await resetFactors(person.userId, now, await newActor())).toBe('ended')

    expect(await findFactors(person.userId)).toEqual(none)
    expect(await countRecoveryCodes(person.userId)).toBe(0)
    expect(await handleOf(person.userId)).toEqual({ passkeyHandle: null })
    for (const { cookies } of sessions) expect(await visit(cookies, now)).toEqual({ verdict: 'revoked' })
    expect(await countAlive(person.userId)).toBe(0)
    expect(await findFactors(other.userId)).toEqual({ hasApp: true, hasPasskey: false })
    await letIn(look(stranger.cookies, now))
  })

  test('[ASVS 6.4.4] afterwards the password alone logs in, and no earlier code, passkey or open login does', async () => {
    const { userId, email, secret, recoveryCodes, authenticator } = await fullyProtectedPerson()
    const challenge = await challengeFor(email, model, now)
    const ceremony = newBrowser()
    const signed = { challenge: await passkeyChallenge(ceremony, now), origin: ceremony.origin }
    const assertion = authenticator.sign(signed)

    await resetFactors(userId, now, await newActor())

    for (const code of [await codeAt(secret, now), recoveryCodes[0] ?? ''])
      expect(await answer(challenge, code, now)).toEqual({ outcome: 'expired' })
    const arriving = { model, presented: present([]), ...browser }
    expect(await logInWithPasskey({ assertion, ceremony, ...arriving }, now)).toEqual({ outcome: 'wrong_passkey' })
    expect(await logIn({ email, password, ...arriving }, now)).toMatchObject({ outcome: 'logged_in' })
  })
})

test('the admin, the session and the address are in the audit trail', async () => {
  const { userId } = await newProtectedPerson()
  const by = await newActor()

  await resetFactors(userId, now, by)

  expect(await trailOf(userId)).toEqual([{ kind: 'second_factor_reset', detail: null, ...by }])
})

test('an authenticator that had a passkey of the account can be registered again', async () => {
  const { userId, authenticator } = await fullyProtectedPerson()
  await resetFactors(userId, now)

  const visitor = await letIn(look((await start(anyModel, userId, now)).cookies, now))
  expect(await register(visitor, authenticator, now)).toMatchObject({ outcome: 'changed' })
})

test('the factor of a disabled account is reset too, and the account stays disabled', async () => {
  const { userId, email } = await newProtectedPerson()
  await disableUser(userId, now)

  expect(await resetFactors(userId, now)).toBe('ended')

  expect(await findFactors(userId)).toEqual(none)
  const arriving = { model: anyModel, presented: present([]), ...browser }
  expect(await logIn({ email, password, ...arriving }, now)).toEqual({ outcome: 'wrong_credentials' })
})

describe('nothing is changed', () => {
  test('for an account without a second factor: its sessions stay, and the trail has no entry', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(anyModel, userId, now)

    expect(await resetFactors(userId, now, await newActor())).toBe('unchanged')

    await letIn(look(cookies, now))
    expect(await trailOf(userId)).toEqual([])
  })

  test('for the own account of an admin: a stolen admin session removes no factor here', async () => {
    const { userId } = await newPerson('admin')
    await protect(userId)

    expect(await resetFactors(userId, now, { actorId: userId, ...client })).toBe('self')

    expect(await findFactors(userId)).toEqual({ hasApp: true, hasPasskey: false })
    expect(await trailOf(userId)).toEqual([])
  })

  test('for an unknown user', async () => {
    expect(await resetFactors(randomUUID(), now, await newActor())).toBe('unknown')
  })

  test('by a second reset: it says so', async () => {
    const { userId } = await newProtectedPerson()
    await resetFactors(userId, now)
    const { cookies } = await start(anyModel, userId, now)

    expect(await resetFactors(userId, now)).toBe('unchanged')
    await letIn(look(cookies, now))
  })
})

// feature: mail
test('[ASVS 6.3.7] the owner gets one mail, without a code and without the address of the admin', async () => {
  const { userId, email } = await newProtectedPerson()
  await resetFactors(userId, now, await newActor())
  await resetFactors(userId, now, await newActor())

  expect(await sendMailNow()).toBe(1)
  const [mail] = office.received
  expect(mail?.to).toEqual([email])
  expect(mail?.subject).toContain('Your second factor was reset')
  expect(mail?.text).toContain('An admin has reset the second factor of your account')
  expect(mail?.text).toContain('/account/security')
  expect(`${mail?.text}${mail?.html}`).not.toMatch(new RegExp(`#|[\\w-]{43}|${client.ip.replaceAll('.', '\\.')}`))
})
// end
