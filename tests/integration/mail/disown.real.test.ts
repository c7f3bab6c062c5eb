import { describe, expect, test } from 'vitest'
import { noticesPerDay } from '@/lib/db/mail/login-notices'
import { changePassword } from '@/lib/server/account/change-password'
import { disownLogin } from '@/lib/server/account/disown-login'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { nowInSeconds } from '@/lib/time'
import { logInAs, oldPerson, sessionOf } from '@/tests/integration/mail/newcomer'
import { codeIn, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { guesser, isPasswordOf } from '@/tests/integration/support/password'
import { password } from '@/tests/integration/support/person'
import { holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { client, letIn, look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const office = new PostOffice().serve()
const now = nowInSeconds()

const disown = (code: string) => disownLogin(code, client, nowInSeconds())

async function intrusion() {
  const person = await oldPerson()
  const cookies = sessionOf(await logInAs(person))
  office.received.splice(0)
  await sendMailNow()
  return { person, cookies, code: codeIn(office.received[0]) }
}

test('of two uses of one code at once, one ends the sessions and the other is refused', async () => {
  const { person, code } = await intrusion()
  const user = await holdUser(person.userId)
  const using = [disown(code), disown(code)]
  await user.waiters(2)
  await user.release()

  const outcomes = (await Promise.all(using)).map(({ outcome }) => outcome)
  expect(outcomes.toSorted()).toEqual(['ended', 'wrong_code'])
})

test('of the codes of two logins that are used at once, one ends the sessions and the other is refused', async () => {
  const { person, code } = await intrusion()
  await logInAs(person)
  office.received.splice(0)
  await sendMailNow()
  const user = await holdUser(person.userId)
  const using = [disown(code), disown(codeIn(office.received[0]))]
  await user.waiters(2)
  await user.release()

  const outcomes = (await Promise.all(using)).map(({ outcome }) => outcome)
  expect(outcomes.toSorted()).toEqual(['ended', 'wrong_code'])
})

test('a use whose connection breaks changes nothing, and leaves the code valid', async () => {
  const { person, cookies, code } = await intrusion()
  const user = await holdUser(person.userId)
  const refused = expect(disown(code)).rejects.toThrow('postgres is unavailable')
  await user.waiters(1)
  await user.breakWaiting()
  await refused
  await user.release()

  await letIn(look(cookies))
  expect(await isPasswordOf(person.email, password)).toBe(true)
  expect(await disown(code)).toMatchObject({ outcome: 'ended' })
})

test('a change of the password that waits behind "this was not me" fails, and the password stays locked', async () => {
  const { person, cookies, code } = await intrusion()
  const attacker = await letIn(look(cookies))
  const user = await holdUser(person.userId)
  const using = disown(code)
  await user.waiters(1)
  const change = { current: password, wanted: 'the attacker’s own words' }
  const changing = changePassword(attacker, change, guesser, nowInSeconds())
  await user.waiters(2)
  await user.release()

  expect(await using).toMatchObject({ outcome: 'ended' })
  expect(await changing).toEqual({ outcome: 'ended' })
  for (const typed of [password, change.wanted]) expect(await isPasswordOf(person.email, typed)).toBe(false)
})

describe.each(models)('%s:', (model) => {
  test('a login that waits behind "this was not me" starts no session that is accepted', async () => {
    const { person, code } = await intrusion()
    const user = await holdUser(person.userId)
    const using = disown(code)
    await user.waiters(1)
    const arriving = logInAs(person, { model })
    await user.waiters(2)
    await user.release()

    expect(await using).toMatchObject({ outcome: 'ended' })
    const answer = await arriving
    if (answer.outcome === 'logged_in') expect(await visit(sessionOf(answer))).toEqual({ verdict: 'revoked' })
    expect(await countAlive(person.userId)).toBe(0)
  })

  test('a session that is renewed meanwhile gets nothing that is accepted afterwards', async () => {
    const { person, code } = await intrusion()
    const { cookies } = await start(model, person.userId, now)
    const user = await holdUser(person.userId)
    const using = disown(code)
    await user.waiters(1)
    const renewing = renew(cookies, now)
    await user.release()
    await using
    const issued = await renewing

    expect(await visit(cookies, now)).toEqual({ verdict: 'revoked' })
    if (issued) expect(await look(issued.cookies, now)).toEqual({ verdict: 'revoked' })
  })

  test('logins at the same time are counted one after the other: five mails, and no more', async () => {
    const person = await oldPerson()
    const logins = Array.from({ length: noticesPerDay + 3 }, () => logInAs(person, { model }))
    for (const answer of await Promise.all(logins)) expect(answer.outcome).toBe('logged_in')
    expect(await rowsInOutbox()).toHaveLength(noticesPerDay)
  })
})
