import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { requestAddressChange } from '@/lib/server/account/address'
import { confirmAddress } from '@/lib/server/account/confirm-address'
import { sendMailNow } from '@/lib/server/mail/outbox'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { codeIn, type PostOffice } from '@/tests/integration/mail/post-office'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { trailOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'

/** Accounts with a verified address, and changes of it. */

export const now = nowInSeconds()
export const newAddress = () => `${randomUUID()}@example.com`
export const userOf = (userId: string) => askPostgres(({ user }) => user.findUniqueOrThrow({ where: { id: userId } }))

export async function newOwner(): Promise<{ userId: string; email: string }> {
  const person = await newPerson()
  await askPostgres(({ user }) => user.update({ where: { id: person.userId }, data: { emailVerifiedAt: new Date() } }))
  return person
}

export async function visitorOf(userId: string, model: Model = 'stored'): Promise<AllowedVisitor> {
  return letIn(look((await start(model, userId, now)).cookies, now))
}

/** The code of the link that was sent to a new address. */
export async function changeCode(office: PostOffice, visitor: AllowedVisitor, email: string): Promise<string> {
  expect(await requestAddressChange(visitor, email, guesser)).toEqual({ outcome: 'asked' })
  return codeIn((await sent(office)).find(({ to }) => to.includes(email)))
}

export const confirm = (code: string, visitor: AllowedVisitor | null = null, at = now) =>
  confirmAddress(code, visitor, guesser, at)

/** The mail that is sent now. */
export async function sent(office: PostOffice) {
  office.received.splice(0)
  await sendMailNow()
  return office.received.splice(0)
}

/** Changes the address, and returns the code that undoes it; null where the old address got none. */
export async function changeTo(office: PostOffice, userId: string, email: string): Promise<string | null> {
  const from = (await userOf(userId)).email
  const code = await changeCode(office, await visitorOf(userId), email)
  expect(await confirm(code)).toMatchObject({ outcome: 'changed' })
  const notice = (await sent(office)).find(({ to }) => to.includes(from))
  return notice && /#[\w-]{43}\n/.test(notice.text) ? codeIn(notice) : null
}

export const subjectOf = ({ subject }: { subject: string }) => subject.split(' · ')[0]
export const addressed = (mails: Awaited<ReturnType<typeof sent>>) =>
  mails.map((mail) => [mail.to.join(), subjectOf(mail)]).toSorted()

/** What happened to an account, oldest first. */
export const kindsOf = async (userId: string) => (await trailOf(userId)).map(({ kind }) => kind)
