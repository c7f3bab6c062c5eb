import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { newSecret, sha256 } from '@/lib/ids'
import { changePassword } from '@/lib/server/account/change-password'
import { disownLogin } from '@/lib/server/account/disown-login'
import { resetPassword } from '@/lib/server/account/recover'
import { findDevice } from '@/lib/server/limits/device'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { nowInSeconds } from '@/lib/time'
import { ageNotices, logInAs, oldPerson, sessionOf } from '@/tests/integration/mail/newcomer'
import { codeIn, PostOffice } from '@/tests/integration/mail/post-office'
import { limitGuesses } from '@/tests/integration/support/guesses'
import { guesser, isPasswordOf, prove, reopened } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, trailOf } from '@/tests/integration/support/rows'
import { client, end, letIn, look, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

const office = new PostOffice().serve()
const wanted = 'a new battery for the horse'
const revoked = { verdict: 'revoked' }
const wrong = { outcome: 'wrong_code' }

const disown = (code: string) => disownLogin(code, client, nowInSeconds())
const setPassword = (code: string, typed = wanted) => resetPassword({ code, password: typed }, client, nowInSeconds())

async function mailedCode(): Promise<string> {
  office.received.splice(0)
  await sendMailNow()
  return codeIn(office.received.find(({ text }) => text.includes('/not-me#')))
}

/** An attacker who knows the password has logged in, and the owner has got the mail. */
async function intrusion(model: (typeof models)[number] = models[0]) {
  const person = await oldPerson()
  const cookies = sessionOf(await logInAs(person, { model }))
  return { person, cookies, code: await mailedCode() }
}

async function disowned(code: string): Promise<string> {
  const answer = await disown(code)
  if (answer.outcome !== 'ended') throw new Error(answer.outcome)
  return answer.code
}

describe.each(models)('"this was not me" about a %s session', (model) => {
  test('[ASVS 6.3.5] ends every session of the account, of every model, and locks the password until the owner has set a new one', async () => {
    const { person, cookies, code } = await intrusion(model)
    const others = await Promise.all(models.map((each) => start(each, person.userId)))
    await letIn(look(cookies))

    const newCode = await disowned(code)

    for (const each of [cookies, ...others.map((other) => other.cookies)]) expect(await visit(each)).toEqual(revoked)
    expect(await countAlive(person.userId)).toBe(0)
    expect(await logInAs(person, { model })).toEqual({ outcome: 'wrong_credentials' })
    expect(await setPassword(newCode)).toEqual({ outcome: 'reset' })
    expect(await logInAs(person, { model })).toEqual({ outcome: 'wrong_credentials' })
    await letIn(look(sessionOf(await logInAs(person, { model, typed: wanted }))))
    const kinds = (await trailOf(person.userId)).map(({ kind }) => kind)
    expect(kinds).toEqual(['login', 'login_disowned', 'login_failed', 'password_reset', 'login_failed', 'login'])
  })

  test('ends it also under an id that was rotated since', async () => {
    const { cookies, code } = await intrusion(model)
    const rotated = reopened(await prove(cookies))
    await disowned(code)

    expect(await visit(rotated.cookies)).toEqual(revoked)
    expect(await visit(cookies)).toEqual(revoked)
  })

  test('works after that session has changed the password: the attacker’s new password is locked too', async () => {
    const { person, cookies, code } = await intrusion(model)
    const attacker = await letIn(look(cookies))
    const change = { current: password, wanted: 'the attacker’s own words' }
    const changed = await changePassword(attacker, change, guesser, nowInSeconds())
    if (changed.outcome !== 'changed') throw new Error(changed.outcome)

    const newCode = await disowned(code)

    expect(await visit(changed.cookies)).toEqual(revoked)
    expect(await logInAs(person, { typed: change.wanted })).toEqual({ outcome: 'wrong_credentials' })
    expect(await setPassword(newCode)).toEqual({ outcome: 'reset' })
  })

  test('works after that session has ended: the attacker still knew the password', async () => {
    const { person, cookies, code } = await intrusion(model)
    await end(cookies)
    await disowned(code)

    expect(await isPasswordOf(person.email, password)).toBe(false)
  })
})

// feature: second-factor
test('the second factors that were added since that login are deleted, and the older ones stay', async () => {
  const { person, code } = await intrusion()
  const { userId } = person
  const passkey = (credentialId: string, createdAt: Date) => ({
    ...{ userId, credentialId, createdAt, publicKey: Buffer.from('key'), counter: 0, name: 'a key' },
    ...{ transports: [], deviceType: 'singleDevice' as const, backedUp: false },
  })
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000)
  await askPostgres(async ({ passkey: passkeys, totp }) => {
    const data = [passkey(`${userId}-old`, yesterday), passkey(`${userId}-attacker`, new Date())]
    await passkeys.createMany({ data })
    await totp.create({ data: { userId, secret: 'sealed', lastStep: 0 } })
  })

  await disowned(code)

  const left = await askPostgres(({ passkey: passkeys }) => passkeys.findMany({ where: { userId } }))
  expect(left.map(({ credentialId }) => credentialId)).toEqual([`${userId}-old`])
  expect(await askPostgres(({ totp }) => totp.count({ where: { userId } }))).toBe(0)
})
// end

test('the attacker’s device cookie is that of no known browser afterwards', async () => {
  const person = await oldPerson()
  const answer = await withSettings({ RATE_LIMIT: 'on' }, () => logInAs(person))
  const device =
    answer.outcome === 'logged_in' ? answer.cookies.find(({ name }) => name === '__Host-device') : undefined
  const owner = { userId: person.userId, generation: 0 }
  expect(await findDevice(device?.value ?? '', owner, nowInSeconds())).not.toBeNull()
  await disowned(await mailedCode())

  expect(await findDevice(device?.value ?? '', { ...owner, generation: 1 }, nowInSeconds())).toBeNull()
})

describe('a code changes nothing', () => {
  const unchanged = async ({ email }: { email: string }) => expect(await isPasswordOf(email, password)).toBe(true)

  test('when it is more than seven days old, by the clock of PostgreSQL', async () => {
    const { person, cookies, code } = await intrusion()
    await ageNotices(person.userId, 7 * 24)

    expect(await disown(code)).toEqual(wrong)
    await unchanged(person)
    await letIn(look(cookies))
  })

  test.each([
    ['it is a guess', () => newSecret()],
    ['one character differs', (code: string) => `${code.slice(0, -2)}${code.at(-2) === 'A' ? 'B' : 'A'}${code.at(-1)}`],
    ['it is the hash of the code', (code: string) => Buffer.from(sha256(code)).toString('base64url')],
    ['it is empty', () => ''],
  ])('when %s', async (_, forge) => {
    const { person, cookies, code } = await intrusion()
    expect(await disown(forge(code))).toEqual(wrong)
    await unchanged(person)
    await letIn(look(cookies))
    await disowned(code)
  })

  test('when it was used before: the password that the owner has set since stays', async () => {
    const { person, code } = await intrusion()
    await setPassword(await disowned(code))

    expect(await disown(code)).toEqual(wrong)
    expect(await isPasswordOf(person.email, wanted)).toBe(true)
  })

  test('when the code of another login of the account was used since; that of a later login works', async () => {
    const { person, code } = await intrusion()
    await logInAs(person)
    const second = await mailedCode()
    await setPassword(await disowned(code))
    expect(await disown(second)).toEqual(wrong)

    await logInAs(person, { typed: wanted })
    for (const used of [code, second]) expect(await disown(used)).toEqual(wrong)
    await disowned(await mailedCode())
  })

  test('when the account was disabled or deleted meanwhile', async () => {
    const { person, code } = await intrusion()
    const of = (data: { disabledAt: Date | null }) =>
      askPostgres(({ user }) => user.update({ where: { id: person.userId }, data }))
    await of({ disabledAt: new Date() })
    expect(await disown(code)).toEqual(wrong)
    await of({ disabledAt: null })
    await unchanged(person)

    await askPostgres(({ user }) => user.delete({ where: { id: person.userId } }))
    expect(await disown(code)).toEqual(wrong)
  })

  test('in another account, and is no code for a new password', async () => {
    const { code } = await intrusion()
    const other = await newPerson()
    const session = await start(models[0], other.userId)
    expect(await setPassword(code)).toEqual(wrong)
    await disowned(code)

    await unchanged(other)
    await letIn(look(session.cookies))
  })
})

test('the code for the new password is no code for "this was not me", and works once', async () => {
  const { person, code } = await intrusion()
  const newCode = await disowned(code)

  expect(await disown(newCode)).toEqual(wrong)
  expect(await setPassword(newCode)).toEqual({ outcome: 'reset' })
  expect(await setPassword(newCode, 'yet another battery')).toEqual(wrong)
  expect(await isPasswordOf(person.email, wanted)).toBe(true)
})

describe('[ASVS 6.3.1] with the limits on', () => {
  limitGuesses()

  test('one network tries thirty codes in 15 minutes', async () => {
    for (let number = 0; number < 30; number += 1) expect(await disown(newSecret())).toEqual(wrong)
    expect(await disown(newSecret())).toMatchObject({ outcome: 'too_many' })
  })
})
