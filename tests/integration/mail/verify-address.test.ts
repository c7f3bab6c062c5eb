import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { newSecret } from '@/lib/ids'
import { getAddressState, requestVerification } from '@/lib/server/account/address'
import { requestResetLink, resetPassword } from '@/lib/server/account/recover'
import { confirm, kindsOf, newOwner, now, sent, userOf, visitorOf } from '@/tests/integration/mail/addresses'
import { codeIn, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { limitGuesses } from '@/tests/integration/support/guesses'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { client, letIn, look, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const office = new PostOffice().serve()
const wrong = { outcome: 'wrong_code' }

async function codeFor(userId: string): Promise<string> {
  expect(await requestVerification(await visitorOf(userId), guesser)).toEqual({ outcome: 'asked' })
  return codeIn((await sent(office))[0])
}

const expire = (userId: string) =>
  askPostgres(
    (database) =>
      database.$executeRaw`UPDATE "MailLink" SET "expiresAt" = CURRENT_TIMESTAMP WHERE "userId" = ${userId}`,
  )

test('a code verifies the address once, without a session', async () => {
  const { userId } = await newPerson()
  expect(await getAddressState(userId)).toEqual({ isVerified: false, deletedAfter: null })
  const code = await codeFor(userId)
  expect((await userOf(userId)).emailVerifiedAt).toBeNull()

  expect(await confirm(code)).toEqual({ outcome: 'verified' })
  expect(await getAddressState(userId)).toEqual({ isVerified: true })
  expect(await confirm(code)).toEqual(wrong)
  expect(await kindsOf(userId)).toEqual(['verify_link_sent', 'address_verified'])
})

test.each(models)(
  'a verified address ends no session, and the code decides in a %s session of another account',
  async (model) => {
    const [own, other] = [await newPerson(), await newPerson()]
    const { cookies } = await start(model, own.userId, now)
    const visitor = await visitorOf(other.userId, model)

    expect(await confirm(await codeFor(own.userId), visitor)).toEqual({ outcome: 'verified' })
    expect((await userOf(other.userId)).emailVerifiedAt).toBeNull()
    await letIn(look(cookies, now))
  },
)

describe('[ASVS 6.4.1] a code verifies nothing', () => {
  test('when it is more than 24 hours old, by the clock of PostgreSQL', async () => {
    const { userId } = await newPerson()
    const code = await codeFor(userId)
    const [link] = await askPostgres(({ mailLink }) => mailLink.findMany({ where: { userId } }))
    const hoursLeft = ((link?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000
    expect(hoursLeft).toBeGreaterThan(23.9)
    expect(hoursLeft).toBeLessThan(24.1)
    await expire(userId)

    expect(await confirm(code)).toEqual(wrong)
    expect((await userOf(userId)).emailVerifiedAt).toBeNull()
  })

  test('when a newer one replaced it', async () => {
    const { userId } = await newPerson()
    const [older, newer] = [await codeFor(userId), await codeFor(userId)]
    expect(await confirm(older)).toEqual(wrong)
    expect(await confirm(newer)).toEqual({ outcome: 'verified' })
  })

  test('when the account was disabled, or the code is for a new password', async () => {
    const { userId, email } = await newPerson()
    const code = await codeFor(userId)
    await requestResetLink(email, client)
    const resetCode = codeIn((await sent(office))[0])
    expect(await confirm(resetCode)).toEqual(wrong)
    await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { disabledAt: new Date() } }))

    expect(await confirm(code)).toEqual(wrong)
    expect((await userOf(userId)).emailVerifiedAt).toBeNull()
  })

  test('when it is a guess', async () => {
    expect(await confirm(newSecret())).toEqual(wrong)
  })
})

test('a code that verifies an address sets no password', async () => {
  const { userId } = await newPerson()
  const code = await codeFor(userId)
  expect(await resetPassword({ code, password: 'a battery for the horse' }, client, now)).toEqual(wrong)
})

test('a new password by a link from a mail verifies the address too', async () => {
  const { userId, email } = await newPerson()
  await requestResetLink(email, client)
  await resetPassword({ code: codeIn((await sent(office))[0]), password: 'a battery for the horse' }, client, now)
  expect(await getAddressState(userId)).toEqual({ isVerified: true })
})

test('a verified address gets no further link', async () => {
  const { userId } = await newOwner()
  expect(await requestVerification(await visitorOf(userId), guesser)).toEqual({ outcome: 'verified' })
  expect(await rowsInOutbox()).toEqual([])
})

describe('[ASVS 6.3.1] with the limits on', () => {
  limitGuesses()

  test('one account requests five links an hour', async () => {
    const { userId } = await newPerson()
    const visitor = await visitorOf(userId)
    const ask = (number: number) =>
      requestVerification(visitor, { client: { ip: `10.1.0.${number}`, userAgent: null } })
    for (const number of [1, 2, 3, 4, 5]) expect(await ask(number)).toEqual({ outcome: 'asked' })
    expect(await ask(6)).toMatchObject({ outcome: 'too_many' })
  })
})
