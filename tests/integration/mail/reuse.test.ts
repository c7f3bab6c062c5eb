// model: signed (this file)
import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { sendMailNow } from '@/lib/server/mail/outbox'
import { PostOffice, rowsInOutbox } from '@/tests/integration/mail/post-office'
import { newPerson } from '@/tests/integration/support/person'
import { rowOf } from '@/tests/integration/support/rows'
import { renew, start } from '@/tests/integration/support/session'

const office = new PostOffice().serve()

const pastGrace = (sessionId: string) =>
  askPostgres(
    (database) => database.$executeRaw`
      UPDATE "RefreshToken" SET "usedAt" = "usedAt" - INTERVAL '1 hour' WHERE "sessionId" = ${sessionId}`,
  )

/** The owner renews, and the attacker presents the same token after the grace window. */
async function replay(userId: string) {
  const { session, cookies } = await start('signed', userId)
  await renew(cookies)
  await pastGrace(session.id)
  expect(await renew(cookies)).toBeNull()
  expect(await rowOf(session.id)).toMatchObject({ endReason: 'reuse' })
  return cookies
}

test('[ASVS 6.3.5] refresh token reuse sends the owner one mail, however often a token of that session comes back', async () => {
  const { userId, email } = await newPerson()
  const cookies = await replay(userId)
  for (let times = 0; times < 3; times += 1) expect(await renew(cookies)).toBeNull()

  await sendMailNow()
  expect(office.received.map(({ to }) => to)).toEqual([[email]])
  expect(office.received[0]?.subject).toContain('A session of your account was ended')
  expect(office.received[0]?.text).toMatch(/\/forgot-password\n$/)
})

test('the process sends that mail by itself, also where no request ends', async () => {
  const { userId } = await newPerson()
  await replay(userId)
  await expect.poll(() => office.received.length, { timeout: 10_000 }).toBe(1)
})

test('a token that is retried within its grace window sends no mail', async () => {
  const { userId } = await newPerson()
  const { cookies } = await start('signed', userId)
  for (let times = 0; times < 2; times += 1) expect(await renew(cookies)).not.toBeNull()
  expect(await rowsInOutbox()).toEqual([])
})

test('the owner gets three of these mails a day, and the third says so', async () => {
  const { userId } = await newPerson()
  for (let times = 0; times < 5; times += 1) await replay(userId)
  await sendMailNow()

  await expect.poll(() => office.received.length).toBe(3)
  const texts = office.received.map(({ text }) => text.includes('we send no further mail about ended sessions'))
  expect(texts.toSorted()).toEqual([false, false, true])
})
