import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { noticesPerDay } from '@/lib/db/mail/login-notices'
import { env } from '@/lib/env'
import { rememberDevice } from '@/lib/server/limits/device'
import { noticeOfLogin } from '@/lib/server/mail/notices'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { modelLifecycles } from '@/lib/server/sessions/models'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { ageNotices, logInAs, oldPerson, sessionOf } from '@/tests/integration/mail/newcomer'
import { codeIn, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive } from '@/tests/integration/support/rows'
import { accessOf, arrival, client, letIn, look } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

const office = new PostOffice().serve()
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const now = nowInSeconds()

const noticesOf = (userId: string) => askPostgres(({ loginNotice }) => loginNotice.findMany({ where: { userId } }))

async function deviceOf(userId: string, generation = 0): Promise<string> {
  const issued = await withSettings({ RATE_LIMIT: 'on' }, () => rememberDevice(null, { userId, generation }, now))
  return issued[0]?.value ?? ''
}

describe.each(models)('a %s login', (model) => {
  test('[ASVS 6.3.5] in a browser that is new to the account sends the owner one mail: when, which browser, from where, and a link', async () => {
    const person = await oldPerson()
    await letIn(look(sessionOf(await logInAs(person, { model, from: { ip: '192.0.2.44', userAgent: firefox } }))))

    expect(await sendMailNow()).toBe(1)
    const [mail] = office.received
    expect(mail?.to).toEqual([person.email])
    expect(mail?.text).toMatch(/on \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\), from 192\.0\.2\.44\./)
    expect(mail?.text).toContain('Browser: Firefox on Linux.')
    expect(mail?.text).toContain(`${env().APP_URL ?? 'http://localhost:3000'}/reset-password/not-me#${codeIn(mail)}`)
    expect(await rowsInOutbox()).toEqual([])
  })

  test('whose sessions were all revoked while it ran queues no mail', async () => {
    const person = await oldPerson()
    const access = await accessOf(person.userId)
    const notice = await noticeOfLogin({ ...person, client, device: null }, access, now)
    await cutOffUser(person.userId, now)

    await modelLifecycles[model].start(access, { ...arrival, now, notice })
    expect([await rowsInOutbox(), await noticesOf(person.userId)]).toEqual([[], []])
  })

  test('starts no session when its mail cannot be queued: neither exists without the other', async () => {
    const person = await oldPerson()
    const access = await accessOf(person.userId)
    const notice = await noticeOfLogin({ ...person, client, device: null }, access, now)
    if (!notice) throw new Error('no notice')
    const write = () => Promise.reject(new Error('no key'))

    const starting = modelLifecycles[model].start(access, { ...arrival, now, notice: { ...notice, write } })
    await expect(starting).rejects.toThrow('no key')
    expect(await countAlive(person.userId)).toBe(0)
    expect([await rowsInOutbox(), await noticesOf(person.userId)]).toEqual([[], []])
  })
})

test('the first login of a new account sends no mail, and the second one does', async () => {
  const person = await newPerson()
  await logInAs(person)
  expect(await rowsInOutbox()).toEqual([])

  await logInAs(person)
  expect(await rowsInOutbox()).toHaveLength(1)
})

test('a login with a wrong password, and one without a mail server, send no mail', async () => {
  const person = await oldPerson()
  expect(await logInAs(person, { typed: 'wrong' })).toEqual({ outcome: 'wrong_credentials' })
  const { SMTP_URL } = env()
  Reflect.deleteProperty(env(), 'SMTP_URL')
  sessionOf(await logInAs(person).finally(() => Object.assign(env(), { SMTP_URL })))

  expect([await rowsInOutbox(), await noticesOf(person.userId)]).toEqual([[], []])
})

describe('the device cookie', () => {
  test('of an earlier login to this account spares the owner the mail', async () => {
    const person = await oldPerson()
    sessionOf(await logInAs(person, { device: await deviceOf(person.userId) }))
    expect(await rowsInOutbox()).toEqual([])
  })

  test.each([
    ['of another account', async () => deviceOf((await newPerson()).userId)],
    ['from before all sessions were revoked', (userId: string) => deviceOf(userId, 1)],
    ['that is forged', async (userId: string) => `${(await deviceOf(userId)).slice(0, -4)}AAAA`],
    ['that is empty', async () => ''],
  ])('%s does not', async (_, forge) => {
    const person = await oldPerson()
    sessionOf(await logInAs(person, { device: await forge(person.userId) }))
    expect(await rowsInOutbox()).toHaveLength(1)
  })
})

test('a flood of logins sends five mails a day, the fifth says so, and another account still gets its mail', async () => {
  const [person, other] = [await oldPerson(), await oldPerson()]
  for (let number = 0; number < noticesPerDay + 2; number += 1) sessionOf(await logInAs(person))
  await logInAs(other)
  await sendMailNow()

  const texts = office.received.filter(({ to }) => to.includes(person.email)).map(({ text }) => text)
  expect(texts.map((text) => text.includes('we send no further mail about logins')).toSorted()).toEqual([
    ...Array.from({ length: noticesPerDay - 1 }, () => false),
    true,
  ])
  expect(office.received.filter(({ to }) => to.includes(other.email))).toHaveLength(1)

  await ageNotices(person.userId, 25)
  await logInAs(person)
  expect(await sendMailNow()).toBe(1)
})

test('a session that changes the address of the account at once does not get its own mail', async () => {
  const person = await oldPerson()
  await logInAs(person)
  const data = { email: `moved-${person.email}` }
  await askPostgres(({ user }) => user.update({ where: { id: person.userId }, data }))

  await sendMailNow()
  expect(office.received.map(({ to }) => to)).toEqual([[person.email]])
})

test('a deleted account gets no mail, and none of its codes stays', async () => {
  const person = await oldPerson()
  await logInAs(person)
  await askPostgres(({ user }) => user.delete({ where: { id: person.userId } }))

  expect(await sendMailNow()).toBe(0)
  expect(await noticesOf(person.userId)).toEqual([])
})

test('[ASVS 6.4.1] the code is 256 random bits for seven days, and the database contains its hash alone', async () => {
  const person = await oldPerson()
  await logInAs(person)
  const waiting = JSON.stringify(await rowsInOutbox())
  await sendMailNow()

  const code = codeIn(office.received[0])
  expect(Buffer.from(code, 'base64url')).toHaveLength(32)
  const [notice] = await noticesOf(person.userId)
  const left = (notice?.expiresAt.getTime() ?? 0) - Date.now()
  expect(Math.round(left / 3_600_000)).toBe(7 * 24)
  const stored = `${waiting}${JSON.stringify(notice)}${Buffer.from(notice?.codeHash ?? []).toString('base64url')}`
  for (const secret of [code, person.email]) expect(stored).not.toContain(secret)
})
