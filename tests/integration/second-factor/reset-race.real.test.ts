// feature: required-factor (this file)
import { describe, expect, test } from 'vitest'
import { findFactors } from '@/lib/db/second-factor/factors'
import { addPasskey } from '@/lib/server/second-factor/register-passkey'
import { resetFactors } from '@/lib/server/second-factor/reset'
import { turnOff } from '@/lib/server/second-factor/turn-off'
import { nowInSeconds } from '@/lib/time'
import { begin, newBrowser } from '@/tests/integration/second-factor/passkey'
import {
  answer,
  challengeFor,
  codeAt,
  cookiesOf,
  newProtectedPerson,
} from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { holdUser, holdWrites, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'
import { Authenticator } from '@/tests/support/authenticator'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()
const none = { hasApp: false, hasPasskey: false }

describe.each(models)('[ASVS 7.4.3] a login by %s with its code, at the moment of a reset,', (model) => {
  async function expectNothingFrom(answered: Awaited<ReturnType<typeof answer>>): Promise<void> {
    if (answered.outcome !== 'logged_in') return expect(['expired', 'wrong_code']).toContain(answered.outcome)
    expect(await look(cookiesOf(answered), now)).toEqual({ verdict: 'revoked' })
  }

  test('starts no session behind the reset', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, model, now)

    const user = await holdUser(userId)
    const resetting = resetFactors(userId, now)
    await user.waiters(1)
    const logging = answer(challenge, await codeAt(secret, now), now)
    // A sealed session needs no row: its login waits with the audit entry.
    await user.waiters(2)
    await user.release()

    expect(await resetting).toBe('ended')
    await expectNothingFrom(await logging)
    expect(await countAlive(userId)).toBe(0)
    expect(await findFactors(userId)).toEqual(none)
  })

  test('loses its session to the reset behind it', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, model, now)

    const user = await holdUser(userId)
    const logging = answer(challenge, await codeAt(secret, now), now)
    await user.waiters(1)
    const resetting = resetFactors(userId, now)
    await user.waiters(2)
    await user.release()

    expect(await resetting).toBe('ended')
    await expectNothingFrom(await logging)
    expect(await countAlive(userId)).toBe(0)
  })
})

describe('a passkey that is added at the moment of a reset', () => {
  async function adding() {
    const { userId } = await newProtectedPerson()
    const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))
    const ceremony = newBrowser()
    const { options } = await begin(visitor, ceremony, now)
    const signed = { challenge: options.challenge, origin: ceremony.origin }
    const registration = new Authenticator().register(options.user.id, signed)
    const addition = { registration, codes: '', name: 'A key', ceremony }
    return { userId, add: () => addPasskey(visitor, addition, guesser, now) }
  }

  test('is not added behind it', async () => {
    const { userId, add } = await adding()

    const user = await holdUser(userId)
    const resetting = resetFactors(userId, now)
    await user.waiters(1)
    const added = add()
    await user.waiters(2)
    await user.release()

    expect([await resetting, (await added).outcome]).toEqual(['ended', 'ended'])
    expect(await findFactors(userId)).toEqual(none)
    expect(await countAlive(userId)).toBe(0)
  })

  test('is deleted by the reset behind it', async () => {
    const { userId, add } = await adding()

    const user = await holdUser(userId)
    const added = add()
    await user.waiters(1)
    const resetting = resetFactors(userId, now)
    await user.waiters(2)
    await user.release()

    expect(await resetting).toBe('ended')
    expect(['changed', 'logged_out']).toContain((await added).outcome)
    expect(await findFactors(userId)).toEqual(none)
    expect(await countAlive(userId)).toBe(0)
  })
})

test('of two resets at once, one happens, and is recorded once', async () => {
  const { userId } = await newProtectedPerson()

  const user = await holdUser(userId)
  const resets = [resetFactors(userId, now), resetFactors(userId, now)]
  await user.waiters(2)
  await user.release()

  expect((await Promise.all(resets)).toSorted()).toEqual(['ended', 'unchanged'])
  expect(await eventsOf(userId)).toEqual(['second_factor_reset'])
})

test('of a reset and the owner who turns the app off at once, one happens', async () => {
  const { userId } = await newProtectedPerson()
  const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))

  const user = await holdUser(userId)
  const resetting = resetFactors(userId, now)
  await user.waiters(1)
  const turning = turnOff(visitor, guesser, now)
  await user.waiters(2)
  await user.release()

  expect(await resetting).toBe('ended')
  expect(['ended', 'missing']).toContain((await turning).outcome)
  expect(await eventsOf(userId)).toEqual(['second_factor_reset'])
})

test('two admins who reset the factors of each other at once do not wait for each other', async () => {
  const [ada, grace] = [await newProtectedPerson(), await newProtectedPerson()]
  const by = (actorId: string) => ({ actorId, ip: null, userAgent: null })

  // Both have locked the other account, and then write who has done it.
  const table = await holdWrites('Passkey')
  const resets = [resetFactors(ada.userId, now, by(grace.userId)), resetFactors(grace.userId, now, by(ada.userId))]
  await table.waiters(2)
  await table.release()

  expect(await Promise.all(resets)).toEqual(['ended', 'ended'])
})
