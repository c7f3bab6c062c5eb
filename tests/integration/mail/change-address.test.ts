import { beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { newSecret } from '@/lib/ids'
import { requestAddressChange } from '@/lib/server/account/address'
import { changePassword } from '@/lib/server/account/change-password'
import { findProfile } from '@/lib/server/account/profile'
import { requestResetLink, resetPassword } from '@/lib/server/account/recover'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import {
  addressed,
  changeCode,
  changeTo,
  confirm,
  kindsOf,
  newAddress,
  newOwner,
  now,
  sent,
  userOf,
  visitorOf,
} from '@/tests/integration/mail/addresses'
import { codeIn, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { limitGuesses } from '@/tests/integration/support/guesses'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive } from '@/tests/integration/support/rows'
import { client, letIn, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const office = new PostOffice().serve()
const wrong = { outcome: 'wrong_code' }

test('a request changes nothing, and its code gives the account the new address, which is verified', async () => {
  const { userId, email } = await newPerson()
  const wanted = newAddress()
  const code = await changeCode(office, await visitorOf(userId), wanted)
  expect(await userOf(userId)).toMatchObject({ email, emailVerifiedAt: null })

  expect(await confirm(code)).toMatchObject({ outcome: 'changed', isKept: false })
  expect(await userOf(userId)).toMatchObject({ email: wanted, emailVerifiedAt: expect.any(Date) })
  expect(await confirm(code)).toEqual(wrong)
  expect(await kindsOf(userId)).toEqual(['change_link_sent', 'address_changed'])
})

describe.each(models)('[ASVS 7.4.3] with %s sessions, a new address', (model) => {
  test('ends every session but the one in which the link was opened, which gets a new id', async () => {
    const { userId } = await newOwner()
    const other = await start(model, userId, now)
    const own = await start(model, userId, now)
    const visitor = await letIn(look(own.cookies, now))
    const answer = await confirm(await changeCode(office, visitor, newAddress()), visitor)
    if (answer.outcome !== 'changed') throw new Error(answer.outcome)

    expect(answer.isKept).toBe(true)
    const kept = await letIn(look(answer.cookies, now))
    expect(kept.session).toMatchObject({ userId, authenticatedAt: visitor.session.authenticatedAt })
    expect(kept.session.id).not.toBe(visitor.session.id)
    for (const { cookies } of [own, other]) expect(await visit(cookies, now)).toEqual({ verdict: 'revoked' })
  })

  test('ends every session when the link is opened in a session of another account, which stays', async () => {
    const [{ userId }, visiting] = [await newOwner(), await newOwner()]
    const own = await start(model, userId, now)
    const code = await changeCode(office, await letIn(look(own.cookies, now)), newAddress())
    const others = await start(model, visiting.userId, now)

    expect(await confirm(code, await letIn(look(others.cookies, now)))).toMatchObject({ isKept: false, cookies: [] })
    expect(await visit(own.cookies, now)).toEqual({ verdict: 'revoked' })
    expect(await countAlive(userId)).toBe(0)
    await letIn(look(others.cookies, now))
  })

  test('is seen at once in the session that goes on, although the old one was cached', async () => {
    const { userId, email } = await newOwner()
    const wanted = newAddress()
    const visitor = await visitorOf(userId, model)
    expect(await findProfile(visitor.session)).toMatchObject({ email })
    const answer = await confirm(await changeCode(office, visitor, wanted), visitor)

    const cookies = 'cookies' in answer ? answer.cookies : []
    expect(await findProfile((await letIn(look(cookies, now))).session)).toMatchObject({ email: wanted })
  })
})

test('[ASVS 6.3.7] both addresses hear of the change, and only the old one gets a link', async () => {
  const { userId, email } = await newOwner()
  const wanted = newAddress()
  await confirm(await changeCode(office, await visitorOf(userId), wanted))

  const mails = await sent(office)
  expect(addressed(mails)).toEqual(
    [
      [email, 'The address of your account was changed'],
      [wanted, 'This is the address of your account'],
    ].toSorted(),
  )
  const [old, fresh] = [mails.find(({ to }) => to.includes(email)), mails.find(({ to }) => to.includes(wanted))]
  expect(old?.text).toContain('/reset-password/address#')
  expect(old?.text).not.toContain(wanted)
  expect(fresh?.text).not.toMatch(/#|[\w-]{43}/)
})

test('an address that was never verified hears nothing, and cannot undo the change: it may be a mistyped one', async () => {
  const { userId, email } = await newPerson()
  const wanted = newAddress()
  await confirm(await changeCode(office, await visitorOf(userId), wanted))
  expect(addressed(await sent(office))).toEqual([[wanted, 'This is the address of your account']])
  expect(await changeTo(office, (await newOwner()).userId, email)).not.toBeNull()
})

describe('[ASVS 6.3.8] a request for an address that another account has', () => {
  test('gets the same answer, and only that account hears of it', async () => {
    const [{ userId, email: own }, other] = [await newOwner(), await newOwner()]
    const visitor = await visitorOf(userId)
    for (const wanted of [other.email, newAddress()])
      expect(await requestAddressChange(visitor, wanted, guesser)).toEqual({ outcome: 'asked' })
    const rows = await rowsInOutbox()
    expect(rows.map(({ letter }) => letter.length)).toEqual([rows[0]?.letter.length, rows[0]?.letter.length])

    const mails = await sent(office)
    expect(mails.map(({ to }) => to.join())).not.toContain(own)
    const notice = mails.find(({ to }) => to.includes(other.email))
    expect(notice?.subject).toContain('Your address was entered for another account')
    expect(notice?.text).not.toMatch(/#|[\w-]{43}/)
  })

  test('changes nothing when the other account gets the address between request and link', async () => {
    const [{ userId, email }, other] = [await newOwner(), await newOwner()]
    const wanted = newAddress()
    const code = await changeCode(office, await visitorOf(userId), wanted)
    await changeTo(office, other.userId, wanted)

    expect(await confirm(code)).toEqual(wrong)
    expect((await userOf(userId)).email).toBe(email)
  })

  test('changes nothing while the address is held for an account that had it in between', async () => {
    const [{ userId, email }, other] = [await newOwner(), await newOwner()]
    const wanted = newAddress()
    const code = await changeCode(office, await visitorOf(userId), wanted)
    for (const address of [wanted, newAddress()]) await changeTo(office, other.userId, address)

    expect(await confirm(code)).toEqual(wrong)
    expect((await userOf(userId)).email).toBe(email)
  })
})

test('the account cannot be given the address that it has', async () => {
  const { userId, email } = await newOwner()
  expect(await requestAddressChange(await visitorOf(userId), email, guesser)).toEqual({ outcome: 'same' })
  expect(await rowsInOutbox()).toEqual([])
})

describe('[ASVS 6.4.1] a code changes nothing', () => {
  async function requested() {
    const { userId, email } = await newOwner()
    const visitor = await visitorOf(userId)
    return { userId, email, visitor, code: await changeCode(office, visitor, newAddress()) }
  }
  async function expectUseless({ code, userId, email }: { code: string; userId: string; email: string }) {
    expect(await confirm(code)).toEqual(wrong)
    expect((await userOf(userId)).email).toBe(email)
  }

  test('when it is more than an hour old, by the clock of PostgreSQL', async () => {
    const asked = await requested()
    const [link] = await askPostgres(({ mailLink }) => mailLink.findMany({ where: { userId: asked.userId } }))
    const minutesLeft = ((link?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000
    expect([minutesLeft > 59, minutesLeft < 61]).toEqual([true, true])
    await askPostgres(
      (database) =>
        database.$executeRaw`UPDATE "MailLink" SET "expiresAt" = CURRENT_TIMESTAMP WHERE "userId" = ${asked.userId}`,
    )
    await expectUseless(asked)
  })

  test('when a later request replaced it', async () => {
    const asked = await requested()
    const later = await changeCode(office, asked.visitor, newAddress())
    await expectUseless(asked)
    expect(await confirm(later)).toMatchObject({ outcome: 'changed' })
  })

  test('when all sessions were revoked since the request: the person who made it may have been an attacker', async () => {
    const asked = await requested()
    await cutOffUser(asked.userId, now)
    await expectUseless(asked)
  })

  test('when the password was changed since', async () => {
    const asked = await requested()
    const visitor = await visitorOf(asked.userId)
    await changePassword(visitor, { current: password, wanted: 'mine alone, and new' }, guesser, now)
    await expectUseless(asked)
  })

  test('when the password was set by a link from a mail since', async () => {
    const asked = await requested()
    await requestResetLink(asked.email, client)
    const code = codeIn((await sent(office))[0])
    expect(await resetPassword({ code, password: 'mine alone, and new' }, client, now)).toEqual({ outcome: 'reset' })
    await expectUseless(asked)
  })

  test('when the account was disabled meanwhile, or when it is a guess', async () => {
    const asked = await requested()
    await askPostgres(({ user }) => user.update({ where: { id: asked.userId }, data: { disabledAt: new Date() } }))
    await expectUseless(asked)
    expect(await confirm(newSecret())).toEqual(wrong)
  })
})

describe('a link that was sent to the old address', () => {
  test('sets no password any more', async () => {
    const { userId, email } = await newOwner()
    await requestResetLink(email, client)
    const code = codeIn((await sent(office))[0])
    await changeTo(office, userId, newAddress())
    expect(await resetPassword({ code, password: 'a battery for the horse' }, client, now)).toEqual(wrong)
  })

  test('is not made when the address is changed while its mail waits', async () => {
    const { userId, email } = await newOwner()
    const code = await changeCode(office, await visitorOf(userId), newAddress())
    office.manner = 'shut'
    await requestResetLink(email, client)
    expect(await confirm(code)).toMatchObject({ outcome: 'changed' })
    office.manner = 'open'
    await sendMailNow()
    const subjects = office.received.map(({ subject }) => subject)
    expect(subjects.filter((subject) => subject.startsWith('Set a new password'))).toEqual([])
  })
})

describe('[ASVS 6.3.1] with the limits on', () => {
  limitGuesses()
  beforeEach(() => void office.received.splice(0))
  const from = (number: number) => ({ client: { ip: `10.2.0.${number}`, userAgent: null } })

  test('one account requests five links an hour, and one address gets three mails, from all accounts', async () => {
    const visitor = await visitorOf((await newOwner()).userId)
    for (const number of [1, 2, 3, 4, 5])
      expect(await requestAddressChange(visitor, newAddress(), from(number))).toEqual({ outcome: 'asked' })
    expect(await requestAddressChange(visitor, newAddress(), from(6))).toMatchObject({ outcome: 'too_many_links' })

    const wanted = newAddress()
    for (const number of [7, 8, 9])
      await requestAddressChange(await visitorOf((await newOwner()).userId), wanted, from(number))
    const another = await visitorOf((await newOwner()).userId)
    expect(await requestAddressChange(another, wanted, from(10))).toMatchObject({ outcome: 'too_many_links' })
  })
})
