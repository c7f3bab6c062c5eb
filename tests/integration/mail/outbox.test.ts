import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { changePasswordRow } from '@/lib/db/cut-off'
import { claimMail, queueMailIn } from '@/lib/db/mail/outbox'
import { env } from '@/lib/env'
import { newSecret } from '@/lib/ids'
import { changePassword } from '@/lib/server/account/change-password'
import { requestResetLink, resetPassword } from '@/lib/server/account/recover'
import { answerPurge } from '@/lib/server/api/purge'
import { toRow } from '@/lib/server/mail/letters'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { nowInSeconds, seconds } from '@/lib/time'
import { codeIn, makeDue, PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { eventsOf } from '@/tests/integration/support/rows'
import { client, letIn, look, start } from '@/tests/integration/support/session'
import { countTimers } from '@/tests/support/timers'

const office = new PostOffice().serve()
const wanted = 'a new battery for the horse'

const reset = (code: string) => resetPassword({ code, password: wanted }, client, nowInSeconds())

async function requestFor(email: string): Promise<void> {
  expect(await requestResetLink(email, client)).toEqual({ outcome: 'asked' })
}

const subjectsOf = (mails: readonly { subject: string }[]) => mails.map(({ subject }) => subject.split(' · ')[0])

const linkOf = (userId: string) => askPostgres(({ mailLink }) => mailLink.findFirst({ where: { userId } }))

test('a request for an account sends one mail to its address alone, and leaves no row', async () => {
  const { userId, email } = await newPerson()
  await requestFor(email.toUpperCase())

  expect(await sendMailNow()).toBe(1)
  expect(office.received.map(({ to }) => to)).toEqual([[email]])
  expect(office.received[0]?.text).toContain(`${env().APP_URL ?? 'http://localhost:3000'}/reset-password#`)
  expect(office.received[0]?.raw).toContain('Auto-Submitted: auto-generated')
  expect(await rowsInOutbox()).toEqual([])
  expect(await eventsOf(userId)).toEqual(['reset_link_sent'])
  expect(await sendMailNow()).toBe(0)
})

test('[ASVS 6.3.8] a request writes the same row for an unknown address, and only the sender finds out that no account has it', async () => {
  const { userId, email } = await newPerson()
  await askPostgres(({ user }) => user.update({ where: { id: userId }, data: { disabledAt: new Date() } }))
  for (const address of [email, `${randomUUID()}@example.com`]) await requestFor(address)

  const rows = await rowsInOutbox()
  expect(rows.map(({ letter }) => letter.length)).toEqual([rows[0]?.letter.length, rows[0]?.letter.length])
  expect(await sendMailNow()).toBe(0)
  expect(office.received).toEqual([])
  expect(await rowsInOutbox()).toEqual([])
  expect(await linkOf(userId)).toBeNull()
})

test('the database never contains the code of a link, or the address of a request', async () => {
  const { userId, email } = await newPerson()
  await requestFor(email)
  const waiting = JSON.stringify(await rowsInOutbox())
  await sendMailNow()

  const code = codeIn(office.received[0])
  const stored = `${waiting}${JSON.stringify(await linkOf(userId))}`
  for (const secret of [code, email, Buffer.from(code, 'base64url').toString('hex')])
    expect(stored).not.toContain(secret)
})

test('a mail server that is unavailable delays a mail, and its link is valid for 30 minutes from its arrival', async () => {
  const { email } = await newPerson()
  office.manner = 'shut'
  await requestFor(email)

  expect(await sendMailNow()).toBe(0)
  const [row] = await rowsInOutbox()
  expect(row?.attempts).toBe(1)
  expect(row?.dueAt.getTime()).toBeGreaterThan(Date.now() + 5000)
  office.manner = 'open'
  expect(await sendMailNow()).toBe(0)

  await makeDue()
  expect(await sendMailNow()).toBe(1)
  expect(await reset(codeIn(office.received[0]))).toEqual({ outcome: 'reset' })
})

test('a process that lives on sends a mail when it becomes due, also one that a crashed process has taken', async () => {
  const { email } = await newPerson()
  await requestFor(email)
  // The lease of the other process, as it is just before its end.
  expect(await claimMail(5, 1)).toHaveLength(1)

  expect(await sendMailNow()).toBe(0)
  expect(office.received).toEqual([])
  await expect.poll(() => office.received.length, { timeout: 10_000 }).toBe(1)
})

test('a mail that a process has taken before it crashed is sent by the next one, after the lease', async () => {
  const { email } = await newPerson()
  await requestFor(email)
  expect(await claimMail(5, 120)).toHaveLength(1)

  expect(await sendMailNow()).toBe(0)
  expect(office.received).toEqual([])
  await makeDue()
  expect(await sendMailNow()).toBe(1)
  expect(office.received).toHaveLength(1)
})

test('the route of the cron job sends what waits: on Vercel no process lives on to do it', async () => {
  const { email } = await newPerson()
  await requestFor(email)

  const answer = await answerPurge(new Headers({ authorization: `Bearer ${env().CRON_SECRET}` }))

  expect(await answer.json()).toMatchObject({ sent: { mail: 1 } })
  expect(office.received.map(({ to }) => to)).toEqual([[email]])
})

test('a mail whose acceptance was lost is sent again with the same Message-ID and the same link', async () => {
  const { email } = await newPerson()
  office.manner = 'forgetful'
  await requestFor(email)
  expect(await sendMailNow()).toBe(0)

  office.manner = 'open'
  await makeDue()
  expect(await sendMailNow()).toBe(1)
  const [first, second] = office.received
  expect(second?.messageId).toBe(first?.messageId)
  expect(codeIn(second)).toBe(codeIn(first))
})

test('a link that was used meanwhile is not sent again, and does not become valid again', async () => {
  const { email } = await newPerson()
  office.manner = 'forgetful'
  await requestFor(email)
  await sendMailNow()
  const code = codeIn(office.received[0])
  expect(await reset(code)).toEqual({ outcome: 'reset' })

  office.manner = 'open'
  await makeDue()
  await sendMailNow()
  expect(subjectsOf(office.received)).toEqual(['Set a new password', 'Your password was changed'])
  expect(await reset(code)).toEqual({ outcome: 'wrong_code' })
})

test('a delayed, older mail neither arrives nor replaces the newer link', async () => {
  const { email } = await newPerson()
  office.manner = 'shut'
  await requestFor(email)
  await sendMailNow()
  office.manner = 'open'
  await requestFor(email)
  expect(await sendMailNow()).toBe(1)

  await makeDue()
  expect(await sendMailNow()).toBe(0)
  expect(office.received).toHaveLength(1)
  expect(await rowsInOutbox()).toEqual([])
  expect(await reset(codeIn(office.received[0]))).toEqual({ outcome: 'reset' })
})

test.each([
  ['refusing', 0],
  ['full', 1],
] as const)(
  'a mail that a %s server does not accept leaves %d rows: only a temporary failure is retried',
  async (manner, left) => {
    const { email } = await newPerson()
    office.manner = manner
    await requestFor(email)

    expect(await sendMailNow()).toBe(0)
    expect(await rowsInOutbox()).toHaveLength(left)
  },
)

test('a row that was sealed by a retired key, and one that is too old, are not sent', async () => {
  const { email } = await newPerson()
  await requestFor(email)
  await askPostgres(({ outgoingMail }) => outgoingMail.updateMany({ data: { letter: 'Fe26.2*forged' } }))
  expect(await sendMailNow()).toBe(0)
  expect(await rowsInOutbox()).toEqual([])

  await requestFor(email)
  await askPostgres(
    (database) => database.$executeRaw`UPDATE "OutgoingMail" SET "expiresAt" = CURRENT_TIMESTAMP - INTERVAL '1 second'`,
  )
  expect(await sendMailNow()).toBe(0)
  expect(office.received).toEqual([])
})

test('without a mail server nothing is queued, and the answer says so', async () => {
  const { email } = await newPerson()
  const { SMTP_URL } = env()
  Reflect.deleteProperty(env(), 'SMTP_URL')
  try {
    expect(await requestResetLink(email, client)).toEqual({ outcome: 'off' })
    expect(await sendMailNow()).toBe(0)
  } finally {
    Object.assign(env(), { SMTP_URL })
  }
  expect(await rowsInOutbox()).toEqual([])
})

test('[ASVS 6.3.7] a changed password sends a mail to the address of the account, without a code, and a refused change sends none', async () => {
  const { userId, email } = await newPerson()
  const visitor = await letIn(look((await start('stored', userId)).cookies))
  const change = (current: string) => changePassword(visitor, { current, wanted }, guesser, nowInSeconds())
  expect(await change('not the password')).toEqual({ outcome: 'wrong_password' })
  expect(await rowsInOutbox()).toEqual([])
  expect(await change(password)).toMatchObject({ outcome: 'changed' })
  expect(await sendMailNow()).toBe(1)

  const [mail] = office.received
  expect(mail).toMatchObject({ to: [email], subject: expect.stringContaining('Your password was changed') })
  expect(mail?.text).toContain(`from ${guesser.client.ip}`)
  expect(mail?.text).toMatch(/\/forgot-password\n$/)
})

test('[ASVS 6.3.7] a reset sends one mail to the owner too, and a refused one sends none', async () => {
  const { email } = await newPerson()
  await requestFor(email)
  await sendMailNow()
  const code = codeIn(office.received[0])
  await Promise.all([reset(code), reset(code), reset(newSecret())])

  expect(await sendMailNow()).toBe(1)
  expect(subjectsOf(office.received)).toEqual(['Set a new password', 'Your password was changed'])
})

test('a change whose transaction fails queues no mail, and a deleted account gets none', async () => {
  const { userId } = await newPerson()
  const was = { passwordHash: 'not the hash of this row', generation: 0 }
  const mail = await toRow({ kind: 'password_changed', userId, at: nowInSeconds(), ip: null })
  const by = { sessionStartedAt: new Date(), ip: null, userAgent: null }
  const changed = changePasswordRow({ userId, passwordHash: 'x', was, keeping: '', by, mail, now: new Date() })
  expect(await changed).toBeNull()
  expect(await rowsInOutbox()).toEqual([])

  await askPostgres((database) => queueMailIn(database, mail))
  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))
  expect(await sendMailNow()).toBe(0)
  expect(await rowsInOutbox()).toEqual([])
})

test('a mail server that is unavailable is asked for one batch, and not for everything that waits', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => newPerson()))
  for (const { email } of people) await requestFor(email)
  office.manner = 'shut'

  expect(await sendMailNow()).toBe(0)
  expect((await rowsInOutbox()).filter(({ attempts }) => attempts > 0)).toHaveLength(5)
  office.manner = 'open'
  await makeDue()
  await sendMailNow()
  // The timer of the process may have sent some of them.
  await expect.poll(() => office.received).toHaveLength(12)
})

test('many mails are all sent, in several batches', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => newPerson()))
  for (const { email } of people) await requestFor(email)

  await sendMailNow()
  await expect.poll(() => office.received).toHaveLength(12)
  expect(office.received.flatMap(({ to }) => to).toSorted()).toEqual(people.map(({ email }) => email).toSorted())
})

test('the longest address fits into a row that can be opened again', async () => {
  const letter = {
    kind: 'reset',
    to: 'x'.repeat(254),
    code: newSecret(),
    ip: '::1',
    userAgent: 'é'.repeat(400),
  } as const
  expect((await toRow(letter)).letter.length).toBeLessThanOrEqual(4096)
})

test('[ASVS 6.3.8] a mail that takes long delays no other: that delay would reveal that its address has an account', async () => {
  const [slow, own] = [await newPerson(), await newPerson()]
  office.hold()
  await requestFor(slow.email)
  const first = sendMailNow()
  await expect.poll(() => office.received.length, { timeout: 10_000 }).toBe(1)

  await requestFor(own.email)
  const second = sendMailNow()
  await expect.poll(() => office.received.length, { timeout: 10_000 }).toBe(2)
  office.release()
  expect(await Promise.all([first, second])).toEqual([1, 1])
})

test('[ASVS 6.3.8] each mail opens its own connection: one that is kept open would reveal that an address has an account', async () => {
  const [known, own] = [await newPerson(), await newPerson()]
  const before = office.opened
  for (const { email } of [known, own]) {
    await requestFor(email)
    expect(await sendMailNow()).toBe(1)
  }
  expect(office.opened - before).toBe(2)
})

test.each([
  ['open', 1],
  ['full', 0],
] as const)(
  'no timer outlives a mail to a server that is %s: it would keep its request in memory',
  async (manner, sent) => {
    office.manner = manner
    await requestFor((await newPerson()).email)
    const sending = async () => expect(await sendMailNow()).toBe(sent)

    expect(await countTimers((_, delay) => delay === seconds(30) * 1000, sending)).toEqual({ started: 1, stopped: 1 })
  },
)
