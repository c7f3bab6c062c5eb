// feature: second-factor (this file)
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findFactors } from '@/lib/db/second-factor/factors'
import { disownLogin } from '@/lib/server/account/disown-login'
import { requestResetLink, resetPassword, undoAddressChange } from '@/lib/server/account/recover'
import { logInWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { beginSetUp, turnOn } from '@/lib/server/second-factor/set-up'
import { makeRecoveryCodes, turnOff } from '@/lib/server/second-factor/turn-off'
import { nowInSeconds } from '@/lib/time'
import { changeTo, newAddress, newOwner, now, sent, userOf, visitorOf } from '@/tests/integration/mail/addresses'
import { ageNotices, logInAs, sessionOf } from '@/tests/integration/mail/newcomer'
import { codeIn, PostOffice } from '@/tests/integration/mail/post-office'
import { challengeFor, newBrowser, passkeyOf } from '@/tests/integration/second-factor/passkey'
import { answer as answerChallenge, codeAt } from '@/tests/integration/second-factor/protected'
import { guesser, isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, present, visit } from '@/tests/integration/support/session'
import type { Authenticator } from '@/tests/support/authenticator'
import { anyModel } from '@/tests/support/models'

const office = new PostOffice().serve()
const textsOf = async (from: PostOffice) => (await sent(from)).map(({ text }) => text).join('\n')
const wanted = 'a new battery for the horse'
const wrong = { outcome: 'wrong_code' }

const disown = (code: string) => disownLogin(code, client, nowInSeconds())
const hasLink = (text = '') => text.includes('/reset-password/not-me#')

async function addApp(userId: string) {
  const visitor = await visitorOf(userId)
  const setUp = await beginSetUp(visitor, now)
  const code = await codeAt(setUp?.secret ?? '', now)
  const answer = await turnOn(visitor, { setUp: setUp?.seal ?? '', code }, guesser, now)
  if (answer.outcome !== 'changed') throw new Error(answer.outcome)
  return answer
}

async function logInBy(authenticator: Authenticator) {
  const [browser, at] = [newBrowser(), nowInSeconds()]
  const challenge = await challengeFor(browser, at)
  const assertion = authenticator.sign({ challenge, origin: browser.origin })
  const attempt = { assertion, ceremony: browser, model: anyModel, persistent: true, client, device: null }
  return logInWithPasskey({ ...attempt, presented: present([]) }, at)
}

/** Moves passkeys into the past: longer than the clock skew that is allowed for. */
const agePasskeys = (userId: string, hours: number) =>
  askPostgres(({ passkey }) =>
    passkey.updateMany({ where: { userId }, data: { createdAt: new Date(Date.now() - hours * 3600_000) } }),
  )

const ageRecoveryCodes = (userId: string, hours: number) =>
  askPostgres(({ recoveryCode }) =>
    recoveryCode.updateMany({ where: { userId }, data: { createdAt: new Date(Date.now() - hours * 3600_000) } }),
  )

const recoveryCodesOf = (userId: string) =>
  askPostgres(({ recoveryCode }) => recoveryCode.findMany({ where: { userId }, orderBy: { codeHash: 'asc' } }))

/** By a link, as the owner of the mailbox. */
async function setPassword(email: string) {
  await sent(office)
  await requestResetLink(email, client)
  const code = codeIn((await sent(office))[0])
  expect(await resetPassword({ code, password: wanted }, client, nowInSeconds())).toEqual({ outcome: 'reset' })
}

/** The mail about an app that an attacker has added. */
async function intrusion() {
  const owner = await newOwner()
  const { cookies } = await addApp(owner.userId)
  const [mail] = await sent(office)
  return { ...owner, cookies, mail, code: codeIn(mail) }
}

describe('[ASVS 6.3.7] the owner of an account in which another person has added a factor', () => {
  test.each([
    ['an app', (userId: string) => addApp(userId)],
    ['a passkey', (userId: string) => passkeyOf(userId, now)],
  ])('removes %s with the link of its mail, ends every session and sets a new password', async (_, add) => {
    const { userId, email } = await newOwner()
    await add(userId)
    const [mail] = await sent(office)
    expect(mail?.to).toEqual([email])

    const answer = await disown(codeIn(mail))
    if (answer.outcome !== 'ended') throw new Error(answer.outcome)

    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: false })
    expect(await isPasswordOf(email, password)).toBe(false)
    expect(await resetPassword({ code: answer.code, password: wanted }, client, nowInSeconds())).toEqual({
      outcome: 'reset',
    })
    sessionOf(await logInAs({ email }, { typed: wanted }))
  })

  test('is asked for that factor at the login, and removes it with the link', async () => {
    const { email, userId, code } = await intrusion()
    expect(await logInAs({ email })).toMatchObject({ outcome: 'challenged' })

    expect(await disown(code)).toMatchObject({ outcome: 'ended' })
    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: false })
  })

  test('removes all factors that were added meanwhile, with the link of the last mail', async () => {
    const { userId } = await newOwner()
    await passkeyOf(userId, now)
    await sent(office)
    await ageNotices(userId, 1)
    await agePasskeys(userId, 1)
    await addApp(userId)
    const [mail] = await sent(office)

    expect(await disown(codeIn(mail))).toMatchObject({ outcome: 'ended' })
    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: false })
  })
})

test('the session that has added the factor is among those that end', async () => {
  const { cookies, code } = await intrusion()
  await disown(code)
  expect(await visit(cookies, now)).toEqual({ verdict: 'revoked' })
})

describe('the code of such a mail changes nothing', () => {
  test('a second time, and after seven days by the clock of PostgreSQL', async () => {
    const { userId, code } = await intrusion()
    await ageNotices(userId, 7 * 24)
    expect(await disown(code)).toEqual(wrong)
    expect(await findFactors(userId)).toMatchObject({ hasApp: true })

    const other = await intrusion()
    expect(await disown(other.code)).toMatchObject({ outcome: 'ended' })
    expect(await disown(other.code)).toEqual(wrong)
  })

  test('after the owner has undone a change of the address: it went to the mailbox of the attacker', async () => {
    const { userId, email } = await newOwner()
    const undo = await changeTo(office, userId, newAddress())
    await addApp(userId)
    const attackers = codeIn((await sent(office))[0])
    const restored = await undoAddressChange({ code: undo ?? '', password: wanted }, client, nowInSeconds())
    expect(restored).toEqual({ outcome: 'reset' })

    expect(await disown(attackers)).toEqual(wrong)
    expect(await isPasswordOf(email, wanted)).toBe(true)
    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: false })
  })
})

describe('the undo of a changed address', () => {
  /** A passkey that was added before the change. */
  async function addedBefore(hours: number) {
    const { userId } = await newOwner()
    const authenticator = await passkeyOf(userId, now)
    await sent(office)
    await ageNotices(userId, hours)
    await agePasskeys(userId, hours)
    const undo = await changeTo(office, userId, newAddress())
    const restored = await undoAddressChange({ code: undo ?? '', password: wanted }, client, nowInSeconds())
    expect(restored).toEqual({ outcome: 'reset' })
    return { userId, authenticator }
  }

  test('removes a passkey that the attacker has added before the change', async () => {
    const { authenticator } = await addedBefore(1)
    expect(await logInBy(authenticator)).toEqual({ outcome: 'wrong_passkey' })
  })

  test('keeps a passkey from before the earliest mail that is still valid', async () => {
    const { userId } = await addedBefore(8 * 24)
    expect(await findFactors(userId)).toMatchObject({ hasPasskey: true })
  })
})

describe('[ASVS 6.3.7] recovery codes of an attacker, in an account with a passkey of the owner,', () => {
  const ownerWithPasskey = async () => {
    const owner = await newOwner()
    await passkeyOf(owner.userId, now)
    await sent(office)
    await ageNotices(owner.userId, 8 * 24)
    await agePasskeys(owner.userId, 9 * 24)
    await ageRecoveryCodes(owner.userId, 9 * 24)
    return owner
  }

  async function makeCodes(userId: string): Promise<string> {
    const made = await makeRecoveryCodes(await visitorOf(userId), guesser, nowInSeconds())
    return (made.outcome === 'made' && made.recoveryCodes[0]) || ''
  }

  async function logInWithCode(email: string, code: string) {
    const login = await logInAs({ email }, { typed: wanted })
    if (login.outcome !== 'challenged') throw new Error(login.outcome)
    return (await answerChallenge(login.cookies[0]?.value ?? null, code, nowInSeconds())).outcome
  }

  test('do not survive "this was not me" of the mail about them', async () => {
    const { userId, email } = await ownerWithPasskey()
    const code = await makeCodes(userId)
    const [mail] = await sent(office)
    expect(mail?.to).toEqual([email])
    const answer = await disown(codeIn(mail))
    if (answer.outcome !== 'ended') throw new Error(answer.outcome)
    await resetPassword({ code: answer.code, password: wanted }, client, nowInSeconds())

    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: true })
    expect(await logInWithCode(email, code)).toBe('wrong_code')
  })

  test('do not survive the undo of a changed address', async () => {
    const { userId, email } = await ownerWithPasskey()
    const undo = await changeTo(office, userId, newAddress())
    const code = await makeCodes(userId)
    await undoAddressChange({ code: undo ?? '', password: wanted }, client, nowInSeconds())

    expect(await logInWithCode(email, code)).toBe('wrong_code')
  })

  test('do not come with an app, and those of the owner survive its removal', async () => {
    const { userId } = await ownerWithPasskey()
    const before = await recoveryCodesOf(userId)
    await addApp(userId)
    expect(await recoveryCodesOf(userId)).toEqual(before)

    expect(await disown(codeIn((await sent(office))[0]))).toMatchObject({ outcome: 'ended' })
    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: true })
    expect(await recoveryCodesOf(userId)).toEqual(before)
  })
})

describe('who opens an account with the address of another person, and adds a factor,', () => {
  const opened = async () => {
    const person = await newPerson()
    await askPostgres(({ user }) => user.update({ where: { id: person.userId }, data: { mustVerify: true } }))
    return person
  }

  test('[ASVS 6.4.3] does not log in with it after the owner of the mailbox has set a password', async () => {
    const { userId, email } = await opened()
    const authenticator = await passkeyOf(userId, now)
    await addApp(userId)

    await setPassword(email)

    expect(await textsOf(office)).toContain('The second factor of the account was removed')
    expect(await logInBy(authenticator)).toEqual({ outcome: 'wrong_passkey' })
    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: false })
    expect(await askPostgres(({ recoveryCode }) => recoveryCode.count({ where: { userId } }))).toBe(0)
    expect((await userOf(userId)).passkeyHandle).toBeNull()
    sessionOf(await logInAs({ email }, { typed: wanted }))
  })

  test('[ASVS 6.4.3] and who has verified it before keeps the factor', async () => {
    const { userId, email } = await newOwner()
    await passkeyOf(userId, now)
    await setPassword(email)
    expect(await textsOf(office)).not.toContain('was removed')
    expect(await logInAs({ email }, { typed: wanted })).toMatchObject({ outcome: 'challenged' })
  })
})

test('an address that was never verified gets a mail without a link', async () => {
  const { userId, email } = await newPerson()
  await addApp(userId)
  const [mail] = await sent(office)
  expect(mail?.to).toEqual([email])
  expect(hasLink(mail?.text)).toBe(false)
  expect(await askPostgres(({ loginNotice }) => loginNotice.count({ where: { userId } }))).toBe(0)
})

test('the mail about an app that was turned off has no link: there is nothing to remove', async () => {
  const { userId } = await intrusion()
  await turnOff(await visitorOf(userId), guesser, now)
  expect((await sent(office)).map(({ text }) => hasLink(text))).toEqual([false])
})

test('[ASVS 6.4.1] the outbox and the table contain neither the code nor the address in plain text', async () => {
  const { userId, email, code, mail } = await intrusion()
  const notices = await askPostgres(({ loginNotice }) => loginNotice.findMany({ where: { userId } }))
  expect(notices).toHaveLength(1)
  expect(Math.round(((notices[0]?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(7 * 24)
  expect(Buffer.from(notices[0]?.codeHash ?? []).toString('base64url')).not.toBe(code)
  expect(mail?.text.split(code)).toHaveLength(3)
  expect(JSON.stringify(notices)).not.toContain(email)
})

test('an address that a sign-up has named gets no mail about factors until its owner has verified it', async () => {
  const { userId } = await newPerson()
  const set = (mustVerify: boolean) =>
    askPostgres(({ user }) => user.update({ where: { id: userId }, data: { mustVerify } }))

  await set(true)
  await addApp(userId)
  expect(await sent(office)).toEqual([])

  await set(false)
  await turnOff(await visitorOf(userId), guesser, nowInSeconds())
  expect(await sent(office)).toHaveLength(1)
})
