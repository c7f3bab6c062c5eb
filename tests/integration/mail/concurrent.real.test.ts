import { describe, expect, test } from 'vitest'
import { claimMail } from '@/lib/db/mail/outbox'
import { requestResetLink, resetPassword } from '@/lib/server/account/recover'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { nowInSeconds } from '@/lib/time'
import { codeIn, makeDue, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { isPasswordOf } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { client, letIn, look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const office = new PostOffice().serve()
const now = nowInSeconds()

async function codeFor({ email }: { email: string }): Promise<string> {
  office.received.splice(0)
  await requestResetLink(email, client)
  await sendMailNow()
  return codeIn(office.received[0])
}

const reset = (code: string, password: string) => resetPassword({ code, password }, client, now)

test('[ASVS 6.4.3] of two resets at once with one code, one sets the password and the other is refused', async () => {
  const person = await newPerson()
  const code = await codeFor(person)
  const wanted = ['the first wish of two', 'the second wish of two']

  const user = await holdUser(person.userId)
  const resetting = wanted.map((each) => reset(code, each))
  // Both wait for the user, whom each locks before the link.
  await user.waiters(2)
  await user.release()
  const outcomes = (await Promise.all(resetting)).map(({ outcome }) => outcome)

  expect(outcomes.toSorted()).toEqual(['reset', 'wrong_code'])
  const known = await Promise.all(wanted.map((each) => isPasswordOf(person.email, each)))
  expect(known).toEqual(outcomes.map((outcome) => outcome === 'reset'))
})

test('a reset whose connection breaks before its end leaves the code valid and the password as it was', async () => {
  const person = await newPerson()
  const code = await codeFor(person)

  const user = await holdUser(person.userId)
  const resetting = reset(code, 'a wish that was interrupted')
  const refused = expect(resetting).rejects.toThrow('postgres is unavailable')
  await user.waiters(1)
  await user.breakWaiting()
  await refused
  await user.release()

  expect(await isPasswordOf(person.email, 'a wish that was interrupted')).toBe(false)
  expect(await reset(code, 'a wish that was repeated')).toEqual({ outcome: 'reset' })
})

describe.each(models)('[ASVS 7.4.3] a %s session that is renewed', (model) => {
  test('while a reset waits gets nothing that is accepted afterwards', async () => {
    const person = await newPerson()
    const { cookies } = await start(model, person.userId, now)
    const code = await codeFor(person)

    const user = await holdUser(person.userId)
    const resetting = reset(code, 'a wish in the middle')
    await user.waiters(1)
    const renewing = renew(cookies, now)
    await user.release()
    expect(await resetting).toEqual({ outcome: 'reset' })
    const issued = await renewing

    expect(await visit(cookies, now)).toEqual({ verdict: 'revoked' })
    if (issued) expect(await look(issued.cookies, now)).toEqual({ verdict: 'revoked' })
  })

  test('just before a reset is revoked under its new credential too', async () => {
    const person = await newPerson()
    const issued = await renew((await start(model, person.userId, now)).cookies, now)
    if (!issued) throw new Error('not renewed')
    await letIn(look(issued.cookies, now))

    await reset(await codeFor(person), 'a wish that comes after')
    expect(await visit(issued.cookies, now)).toEqual({ verdict: 'revoked' })
  })
})

test('two senders at once send each mail once', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => newPerson()))
  for (const { email } of people) await requestResetLink(email, client)

  office.hold()
  const sending = [sendMailNow(), sendMailNow()]
  await expect.poll(() => office.received.length).toBe(10)
  office.release()
  const counts = await Promise.all(sending)

  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12)
  expect(office.received.flatMap(({ to }) => to).toSorted()).toEqual(people.map(({ email }) => email).toSorted())
  expect(await rowsInOutbox()).toEqual([])
})

test('a sender that is slower than its lease does not take the row from the sender that has it now', async () => {
  const { email } = await newPerson()
  await requestResetLink(email, client)
  office.hold()
  const slow = sendMailNow()
  await expect.poll(() => office.received.length).toBe(1)
  office.manner = 'forgetful'

  await makeDue()
  const [claimed] = await claimMail(5, 120)
  office.release()
  expect(await slow).toBe(0)
  const [row] = await rowsInOutbox()
  expect(row?.attempts).toBe(claimed?.attempts)
  expect(row?.dueAt.getTime()).toBeGreaterThan(Date.now() + 60_000)
})
