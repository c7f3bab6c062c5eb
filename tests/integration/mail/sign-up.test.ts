import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { requestResetLink, resetPassword } from '@/lib/server/account/recover'
import { signUp } from '@/lib/server/account/sign-up'
import { addressed, confirm, newAddress, newOwner, now, sent, userOf } from '@/tests/integration/mail/addresses'
import { codeIn, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { limitGuesses } from '@/tests/integration/support/guesses'
import { isPasswordOf } from '@/tests/integration/support/password'
import { password } from '@/tests/integration/support/person'
import { client } from '@/tests/integration/support/session'

const office = new PostOffice().serve()
const done = { outcome: 'done' }

const ask = (email: string, typed = password, from = client) => signUp({ email, name: 'A User', password: typed }, from)
const accountOf = (email: string) => askPostgres(({ user }) => user.findUniqueOrThrow({ where: { email } }))

test('a sign-up sends a link that verifies the address', async () => {
  const email = newAddress()
  expect(await ask(email)).toEqual(done)
  expect(await accountOf(email)).toMatchObject({ emailVerifiedAt: null, mustVerify: true })

  const mails = await sent(office)
  expect(addressed(mails)).toEqual([[email, 'Verify your address']])
  expect(mails[0]?.text).toContain('/verify-email#')
  expect(await confirm(codeIn(mails[0]))).toEqual({ outcome: 'verified' })
  expect(await accountOf(email)).toMatchObject({ emailVerifiedAt: expect.any(Date), mustVerify: false })
})

test('[ASVS 6.3.8] a sign-up with a known address gets the same answer, and its owner a mail without a code', async () => {
  const { userId, email } = await newOwner()
  expect(await ask(email.toUpperCase(), 'the wish of an attacker')).toEqual(done)
  expect(await rowsInOutbox()).toHaveLength(1)

  const mails = await sent(office)
  expect(addressed(mails)).toEqual([[email, 'You have an account already']])
  expect(mails[0]?.text).not.toMatch(/#|[\w-]{43}/)
  expect(await isPasswordOf(email, 'the wish of an attacker')).toBe(false)
  expect(await userOf(userId)).toMatchObject({ name: 'Other User' })
})

test('a disabled account gets no mail about a sign-up', async () => {
  const { userId, email } = await newOwner()
  await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { disabledAt: new Date() } }))
  expect(await ask(email)).toEqual(done)
  expect(await sent(office)).toEqual([])
})

test('the owner of an address with which an attacker has signed up gets the account by a new password', async () => {
  const email = newAddress()
  await ask(email, 'the wish of an attacker')
  await ask(email)
  expect(addressed(await sent(office))).toEqual([
    [email, 'Verify your address'],
    [email, 'You have an account already'],
  ])
  await requestResetLink(email, client)
  await resetPassword({ code: codeIn((await sent(office))[0]), password: 'mine alone, and new' }, client, now)

  expect(await isPasswordOf(email, 'the wish of an attacker')).toBe(false)
  expect(await accountOf(email)).toMatchObject({ emailVerifiedAt: expect.any(Date), mustVerify: false })
})

test('without a mail server a sign-up works as before: no mail, and an account that stays', async () => {
  const { SMTP_URL } = env()
  Reflect.deleteProperty(env(), 'SMTP_URL')
  const email = newAddress()
  try {
    expect(await ask(email)).toEqual(done)
  } finally {
    Object.assign(env(), { SMTP_URL })
  }
  expect(await rowsInOutbox()).toEqual([])
  expect(await accountOf(email)).toMatchObject({ mustVerify: false })
})

describe('[ASVS 6.3.1] with the limits on', () => {
  limitGuesses()

  test.each([true, false])(
    'one address gets three mails an hour, and further sign-ups the same answer, with an account before: %s',
    async (isKnown) => {
      const email = isKnown ? (await newOwner()).email : newAddress()
      for (const number of [1, 2, 3, 4, 5])
        expect(await ask(email, password, { ip: `10.3.0.${number}`, userAgent: 'a test' })).toEqual(done)
      expect(await sent(office)).toHaveLength(3)
    },
  )
})
