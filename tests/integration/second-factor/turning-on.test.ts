import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findTotp } from '@/lib/db/second-factor/spend-code'
import { env } from '@/lib/env'
import { beginSetUp, openSetUp, turnOn } from '@/lib/server/second-factor/set-up'
import { turnOff } from '@/lib/server/second-factor/turn-off'
import type { IssuedCookie } from '@/lib/session/cookies'
import { seal } from '@/lib/session/seal'
import { hours, minutes, nowInSeconds } from '@/lib/time'
import { passkeyOf } from '@/tests/integration/second-factor/passkey'
import {
  answer,
  challengeFor,
  codeAt,
  newProtectedPerson,
  wrongCodeAt,
} from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60

const visitorOf = (cookies: readonly IssuedCookie[]) => letIn(look(cookies, now))

/** A page on which a visitor has begun. */
async function begin(cookies: readonly IssuedCookie[]) {
  const visitor = await visitorOf(cookies)
  const setUp = await beginSetUp(visitor, now)
  if (!setUp) throw new Error('no account')
  const confirm = (code: string, at = later) => turnOn(visitor, { setUp: setUp.seal, code }, guesser, at)
  return { visitor, setUp, confirm, codeNow: (at = later) => codeAt(setUp.secret, at) }
}

type Changed = Awaited<ReturnType<typeof turnOn>> | Awaited<ReturnType<typeof turnOff>>

function changed(given: Changed) {
  if (given.outcome !== 'changed') throw new Error(given.outcome)
  return given.cookies
}

const hasApp = async (userId: string) => (await findTotp(userId)) !== null
const countCodes = (userId: string) => askPostgres(({ recoveryCode }) => recoveryCode.count({ where: { userId } }))

describe.each(models)('in a %s session', (model) => {
  test('[ASVS 7.4.3] turning the app on ends all other sessions, of every model, and rotates the id of this one', async () => {
    const { userId } = await newPerson()
    const others = await Promise.all(models.map((other) => start(other, userId, now)))
    const { session, cookies } = await start(model, userId, now)
    const { confirm, codeNow } = await begin(cookies)

    const issued = changed(await confirm(await codeNow()))

    for (const other of others) expect(await look(other.cookies, later)).toEqual({ verdict: 'revoked' })
    expect(await look(cookies, later)).toEqual({ verdict: 'revoked' })
    const { session: next } = await letIn(look(issued, later))
    expect(next).toMatchObject({
      userId,
      model,
      authenticatedAt: session.authenticatedAt,
      startedAt: session.startedAt,
    })
    expect(next.id).not.toBe(session.id)
    expect(await eventsOf(userId)).toEqual(['second_factor_on'])
  })

  test('[ASVS 7.1.1] the session knows the factor from then on, and lasts no longer than a login with it', async () => {
    const { cookies, session } = await start(model, (await newPerson()).userId, now)
    const { confirm, codeNow } = await begin(cookies)

    const { session: next } = await letIn(look(changed(await confirm(await codeNow())), later))

    expect(next.amr).toEqual(['pwd', 'otp', 'mfa'])
    expect(next.endsAt).toBe(later + hours(24))
    expect(next.idleUntil).toBe(later + hours(1))
    expect(next.endsAt).toBeLessThan(session.endsAt)
  })

  test('[ASVS 7.4.3] [ASVS 6.5.6] turning it off ends all other sessions, and removes the secret and the recovery codes', async () => {
    const { userId } = await newProtectedPerson()
    const other = await start('sealed', userId, now, { amr: ['pwd', 'otp', 'mfa'] })
    const { cookies } = await start(model, userId, now, { amr: ['pwd', 'otp', 'mfa'] })

    const issued = changed(await turnOff(await visitorOf(cookies), guesser, later))

    expect([await hasApp(userId), await countCodes(userId)]).toEqual([false, 0])
    for (const old of [other.cookies, cookies]) expect(await look(old, later)).toEqual({ verdict: 'revoked' })
    expect((await letIn(look(issued, later))).session).toMatchObject({ userId, amr: ['pwd', 'otp', 'mfa'] })
    expect(await eventsOf(userId)).toEqual(['second_factor_off'])
  })
})

test('nothing is on, and nothing is stored, until the first code is right', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('stored', userId, now)
  const { confirm, setUp } = await begin(cookies)

  expect(await confirm(await wrongCodeAt(setUp.secret, later))).toEqual({ outcome: 'wrong_code' })
  expect([await hasApp(userId), await countCodes(userId), await countAlive(userId)]).toEqual([false, 0, 1])
  await letIn(look(cookies, later))
})

describe('beside a passkey', () => {
  test('the app shows and brings no recovery codes: those of the passkey stay', async () => {
    const { userId } = await newPerson()
    await passkeyOf(userId, now)
    const { setUp, confirm, codeNow } = await begin((await start('stored', userId, now)).cookies)

    expect(setUp.recoveryCodes).toEqual([])
    changed(await confirm(await codeNow()))
    expect([await hasApp(userId), await countCodes(userId)]).toEqual([true, 10])
  })

  test('that came or went after the set-up was shown, the app is not turned on: other codes are valid', async () => {
    const { userId } = await newPerson()
    const early = await begin((await start('stored', userId, now)).cookies)
    await passkeyOf(userId, now)
    const late = await begin((await start('stored', userId, now)).cookies)
    const confirm = async ({ setUp }: typeof early) => {
      const visitor = await visitorOf((await start('stored', userId, now)).cookies)
      return turnOn(visitor, { setUp: setUp.seal, code: await codeAt(setUp.secret, later) }, guesser, later)
    }
    expect(await confirm(early)).toEqual({ outcome: 'expired' })

    await askPostgres(({ passkey }) => passkey.deleteMany({ where: { userId } }))
    expect(await confirm(late)).toEqual({ outcome: 'expired' })
    expect(await hasApp(userId)).toBe(false)
  })
})

test('[ASVS 6.5.1] the code that has turned it on is used up, and the recovery codes that were shown work', async () => {
  const { userId, email } = await newPerson()
  const { confirm, codeNow, setUp } = await begin((await start('stored', userId, now)).cookies)
  const code = await codeNow()
  changed(await confirm(code))

  expect(setUp.recoveryCodes).toHaveLength(10)
  expect(await countCodes(userId)).toBe(10)
  expect(await answer(await challengeFor(email, 'stored', later), code, later)).toEqual({ outcome: 'wrong_code' })
  for (const recovery of setUp.recoveryCodes) {
    const given = await answer(await challengeFor(email, 'stored', later), recovery, later)
    expect(given).toMatchObject({ outcome: 'logged_in' })
  }
  expect(await countCodes(userId)).toBe(0)
})

test('[ASVS 6.5.2] the database contains neither the secret nor a recovery code', async () => {
  const { userId } = await newPerson()
  const { confirm, codeNow, setUp } = await begin((await start('stored', userId, now)).cookies)
  changed(await confirm(await codeNow()))

  const rows = await askPostgres(
    (database) => database.$queryRaw<{ text: string }[]>`
      SELECT t::text FROM "Totp" t WHERE "userId" = ${userId}
      UNION ALL SELECT r::text FROM "RecoveryCode" r WHERE "userId" = ${userId}`,
  )
  expect(rows).toHaveLength(11)
  const stored = JSON.stringify(rows)
  for (const secret of [setUp.secret, ...setUp.recoveryCodes, ...setUp.recoveryCodes.map((code) => code.slice(0, 9))]) {
    expect(stored).not.toContain(secret)
  }
})

describe('what was prepared', () => {
  test('can be shown again to its own user for fifteen minutes, and confirmed for as long', async () => {
    const { visitor, setUp, confirm, codeNow } = await begin(
      (await start('stored', (await newPerson()).userId, now)).cookies,
    )
    const [last, over] = [now + minutes(15) - 1, now + minutes(15)]

    expect(await openSetUp(visitor, setUp.seal, last)).toEqual(setUp)
    expect(await openSetUp(visitor, setUp.seal, over)).toBeNull()
    expect(await confirm(await codeNow(over), over)).toEqual({ outcome: 'expired' })
    expect(await confirm(await codeNow(last), last)).toMatchObject({ outcome: 'changed' })
  })

  test('for one user turns nothing on for another, and neither does a seal of another kind', async () => {
    const { setUp, codeNow } = await begin((await start('stored', (await newPerson()).userId, now)).cookies)
    const { userId } = await newPerson()
    const visitor = await visitorOf((await start('stored', userId, now)).cookies)
    const { secret, recoveryCodes } = setUp
    const claims = { userId, secret, recoveryCodes, issuedAt: now }

    for (const sealed of [setUp.seal, '', 'forged', await seal('totp', claims), await seal('challenge', claims)]) {
      expect(await turnOn(visitor, { setUp: sealed, code: await codeNow() }, guesser, later)).toEqual({
        outcome: 'expired',
      })
      expect(await openSetUp(visitor, sealed, later)).toBeNull()
    }
    expect(await hasApp(userId)).toBe(false)
  })

  test('in a second tab does not replace an app that is on', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start('stored', userId, now)
    const [first, second] = [await begin(cookies), await begin(cookies)]
    const issued = changed(await first.confirm(await first.codeNow()))
    const before = await findTotp(userId)

    const visitor = await letIn(look(issued, later))
    const late = { setUp: second.setUp.seal, code: await second.codeNow(later) }
    expect(await turnOn(visitor, late, guesser, later)).toEqual({ outcome: 'exists' })
    expect(await second.confirm(await second.codeNow())).toEqual({ outcome: 'ended' })
    expect(await findTotp(userId)).toEqual(before)
  })
})

test('turning off an app that is not on changes nothing, and ends nothing', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('stored', userId, now)

  expect(await turnOff(await visitorOf(cookies), guesser, later)).toEqual({ outcome: 'missing' })
  await letIn(look(cookies, later))
})

test('a new app after the old one makes the old secret and the old recovery codes useless', async () => {
  const { userId, email, secret, recoveryCodes } = await newProtectedPerson()
  const off = changed(await turnOff(await visitorOf((await start('stored', userId, now)).cookies), guesser, now))
  const { confirm, codeNow, setUp } = await begin(off)
  changed(await confirm(await codeNow()))

  const next = later + 30
  const enter = async (code: string) => answer(await challengeFor(email, 'stored', next), code, next)
  expect(await enter(await codeAt(secret, next))).toEqual({ outcome: 'wrong_code' })
  expect(await enter(recoveryCodes[0] ?? '')).toEqual({ outcome: 'wrong_code' })
  expect(await enter(await codeAt(setUp.secret, next))).toMatchObject({ outcome: 'logged_in' })
})

test('the deletion of a user deletes the secret and the codes', async () => {
  const { userId } = await newProtectedPerson()
  await askPostgres(({ user }) => user.deleteMany({ where: { id: userId } }))
  expect([await hasApp(userId), await countCodes(userId)]).toEqual([false, 0])
})

test('the defaults of the environment are longer than a session with a second factor', () => {
  expect(env().ABSOLUTE_SECONDS).toBeGreaterThan(hours(24))
  expect(env().IDLE_SECONDS).toBeGreaterThan(hours(1))
})
