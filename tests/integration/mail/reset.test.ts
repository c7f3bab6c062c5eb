import { beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { newSecret } from '@/lib/ids'
import { changePassword } from '@/lib/server/account/change-password'
import { listPasswordChanges } from '@/lib/server/account/password-notice' // feature: notice
import { publishReset, requestResetLink, resetPassword } from '@/lib/server/account/recover'
import { limits } from '@/lib/server/limits/limits'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { nowInSeconds } from '@/lib/time'
import { codeIn, PostOffice } from '@/tests/integration/mail/post-office'
import { limitGuesses, pass } from '@/tests/integration/support/guesses'
import { guesser, isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, trailOf } from '@/tests/integration/support/rows'
import { client, letIn, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const office = new PostOffice().serve()
const wanted = 'a new battery for the horse'
const now = nowInSeconds()
const later = now + 60

const reset = (code: string, typed = wanted) => resetPassword({ code, password: typed }, client, later)

/** The code of a link that was sent to a new user. */
async function requestedBy({ email }: { email: string }): Promise<string> {
  office.received.splice(0)
  await requestResetLink(email, client)
  await sendMailNow()
  return codeIn(office.received[0])
}

const wrong = { outcome: 'wrong_code' }

test.each(models)('[ASVS 7.4.3] a reset ends every %s session of the account, and starts none', async (model) => {
  const person = await newPerson()
  const sessions = await Promise.all([start(model, person.userId, now), start(model, person.userId, now)])
  const code = await requestedBy(person)
  for (const { cookies } of sessions) expect(await look(cookies, later)).toMatchObject({ verdict: 'allowed' })

  expect(await reset(code)).toEqual({ outcome: 'reset' })

  for (const { cookies } of sessions) expect(await visit(cookies, later)).toEqual({ verdict: 'revoked' })
  expect(await countAlive(person.userId)).toBe(0)
  expect([await isPasswordOf(person.email, wanted), await isPasswordOf(person.email, password)]).toEqual([true, false])
  const trail = await trailOf(person.userId)
  expect(trail.map(({ kind }) => kind)).toEqual(['reset_link_sent', 'password_reset'])
  await letIn(look((await start(model, person.userId, later)).cookies, later))
})

// feature: notice
test('[ASVS 6.3.7] every later session shows that the password was changed', async () => {
  const person = await newPerson()
  await reset(await requestedBy(person))

  const { session } = await start('stored', person.userId, later)
  expect(await listPasswordChanges(session)).toMatchObject([{ ip: client.ip }])
})
// end

describe('[ASVS 6.4.3] a code is refused, and the password stays,', () => {
  test('when it was used before', async () => {
    const person = await newPerson()
    const code = await requestedBy(person)
    await reset(code)

    expect(await reset(code, 'another battery for the horse')).toEqual(wrong)
    expect(await isPasswordOf(person.email, wanted)).toBe(true)
  })

  test('[ASVS 6.4.1] when it is more than 30 minutes old, by the clock of PostgreSQL: a code is 256 random bits', async () => {
    const person = await newPerson()
    const code = await requestedBy(person)
    expect(Buffer.from(code, 'base64url')).toHaveLength(32)
    const [link] = await askPostgres(({ mailLink }) => mailLink.findMany({ where: { userId: person.userId } }))
    const minutesLeft = ((link?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000
    expect(minutesLeft).toBeGreaterThan(29)
    expect(minutesLeft).toBeLessThan(31)
    await askPostgres(
      (database) =>
        database.$executeRaw`UPDATE "MailLink" SET "expiresAt" = CURRENT_TIMESTAMP WHERE "userId" = ${person.userId}`,
    )

    expect(await reset(code)).toEqual(wrong)
    expect(await isPasswordOf(person.email, password)).toBe(true)
  })

  test('when a newer link replaced it', async () => {
    const person = await newPerson()
    const [older, newer] = [await requestedBy(person), await requestedBy(person)]

    expect(await reset(older)).toEqual(wrong)
    expect(await reset(newer)).toEqual({ outcome: 'reset' })
  })

  test('when the user changed the password meanwhile', async () => {
    const person = await newPerson()
    const code = await requestedBy(person)
    const visitor = await letIn(look((await start('stored', person.userId, now)).cookies, later))
    expect(
      await changePassword(visitor, { current: password, wanted: 'mine alone, and new' }, guesser, later),
    ).toMatchObject({
      outcome: 'changed',
    })

    expect(await reset(code)).toEqual(wrong)
    expect(await isPasswordOf(person.email, 'mine alone, and new')).toBe(true)
  })

  test('when the account was disabled meanwhile', async () => {
    const person = await newPerson()
    const code = await requestedBy(person)
    await askPostgres(({ user }) => user.update({ where: { id: person.userId }, data: { disabledAt: new Date() } }))

    expect(await reset(code)).toEqual(wrong)
    await askPostgres(({ user }) => user.update({ where: { id: person.userId }, data: { disabledAt: null } }))
    expect(await isPasswordOf(person.email, password)).toBe(true)
  })

  test.each([
    ['it is a guess', () => newSecret()],
    ['one character differs', (code: string) => `${code.slice(0, -2)}${code.at(-2) === 'A' ? 'B' : 'A'}${code.at(-1)}`],
    ['it is the hash of the code', (_: string, hash: Uint8Array) => Buffer.from(hash).toString('base64url')],
    ['it is empty', () => ''],
  ])('when %s', async (_, forge) => {
    const person = await newPerson()
    const code = await requestedBy(person)
    const link = await askPostgres(({ mailLink }) => mailLink.findFirstOrThrow({ where: { userId: person.userId } }))

    expect(await reset(forge(code, link.codeHash))).toEqual(wrong)
    expect(await isPasswordOf(person.email, password)).toBe(true)
    expect(await reset(code)).toEqual({ outcome: 'reset' })
  })

  test('when the account of its owner was deleted', async () => {
    const person = await newPerson()
    const code = await requestedBy(person)
    await askPostgres(({ user }) => user.delete({ where: { id: person.userId } }))

    expect(await reset(code)).toEqual(wrong)
  })
})

test('the code of one account sets the password of no other account', async () => {
  const [one, other] = [await newPerson(), await newPerson()]
  await requestedBy(other)
  await reset(await requestedBy(one))

  expect([await isPasswordOf(one.email, wanted), await isPasswordOf(other.email, password)]).toEqual([true, true])
})

test('a reset can be published again by its used code alone, and that changes nothing', async () => {
  const person = await newPerson()
  const code = await requestedBy(person)
  expect(await publishReset(code, client)).toBe('wrong_code')
  await reset(code)
  const before = await askPostgres(({ user }) => user.findUniqueOrThrow({ where: { id: person.userId } }))

  expect(await publishReset(code, client)).toBe('reset')
  expect(await publishReset(newSecret(), client)).toBe('wrong_code')
  expect(await askPostgres(({ user }) => user.findUniqueOrThrow({ where: { id: person.userId } }))).toEqual(before)
})

describe('[ASVS 6.3.1] with the limits on', () => {
  limitGuesses()
  beforeEach(() => void office.received.splice(0))
  const from = (number: number) => ({ ip: `10.1.0.${number}`, userAgent: null })
  const askFrom = (email: string, number: number) => requestResetLink(email, from(number))

  test('codes of a reset that is published again are counted with the others', async () => {
    const { tokens, window } = limits.recoveryCode
    const publish = () => publishReset(newSecret(), from(1))
    for (let tried = 0; tried < tokens; tried += 1) expect(await publish()).toBe('wrong_code')

    expect(await publish()).toBe('unfinished')
    expect(await resetPassword({ code: newSecret(), password: wanted }, from(1), later)).toMatchObject({
      outcome: 'too_many',
    })
    pass(2 * window)
    expect(await publish()).toBe('wrong_code')
  })

  test.each([true, false])(
    'the fourth request for one address within 15 minutes is refused, with an account: %s',
    async (isKnown) => {
      const email = isKnown ? (await newPerson()).email : `unknown-${Date.now()}@example.com`
      for (const number of [1, 2, 3]) expect(await askFrom(email, number)).toEqual({ outcome: 'asked' })

      expect(await askFrom(email.toUpperCase(), 4)).toMatchObject({ outcome: 'too_many' })
      pass(2 * 15 * 60)
      expect(await askFrom(email, 4)).toEqual({ outcome: 'asked' })
    },
  )

  test('the owner whom others have used up this limit for has a link that works', async () => {
    const { email } = await newPerson()
    for (const number of [1, 2, 3, 4]) await askFrom(email, number)
    await sendMailNow()

    expect(await resetPassword({ code: codeIn(office.received.at(-1)), password: wanted }, from(9), now)).toEqual({
      outcome: 'reset',
    })
  })

  test('one network requests ten links an hour, for any addresses, and tries thirty codes in 15 minutes', async () => {
    for (let number = 0; number < 10; number += 1)
      expect(await askFrom(`unknown-${number}@example.com`, 1)).toEqual({ outcome: 'asked' })
    expect(await askFrom('unknown-10@example.com', 1)).toMatchObject({ outcome: 'too_many' })

    const guessCode = () => resetPassword({ code: newSecret(), password: wanted }, from(1), now)
    for (let number = 0; number < 30; number += 1) expect(await guessCode()).toEqual(wrong)
    expect(await guessCode()).toMatchObject({ outcome: 'too_many' })
    expect(env().RATE_LIMIT).toBe('on')
  })
})
