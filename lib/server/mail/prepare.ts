// feature: mail (this file)
import 'server-only'
import { getAddress } from '@/lib/db/mail/addresses' // feature: second-factor
import { findOwner, findRecipient, saveLink } from '@/lib/db/mail/links'
import type { ClaimedMail } from '@/lib/db/mail/outbox'
import { isSpent } from '@/lib/db/second-factor/spend-code' // feature: second-factor
import { sha256 } from '@/lib/ids'
import { logReport } from '@/lib/log'
import { audit } from '@/lib/server/audit'
import type { Mail } from '@/lib/server/mail/compose'
import { writePasswordKnown, writeSecondFactor } from '@/lib/server/mail/factor-texts' // feature: second-factor
import { type Letter, linkLifetimes, openLetter } from '@/lib/server/mail/letters'
import * as texts from '@/lib/server/mail/texts'
import * as warnings from '@/lib/server/mail/warnings'

type LetterOf<K extends Letter['kind']> = Extract<Letter, { kind: K }>
type Row = Pick<ClaimedMail, 'id' | 'createdAt'>

/** Makes the mail of a row of the outbox, and its link. @returns null for mail that must not be sent */
export async function prepare({ letter: found, ...row }: ClaimedMail): Promise<Mail | null> {
  const letter = await openLetter(found)
  if (letter) return write(letter, row)

  logReport('mail_unreadable', {})
  return null
}

function write(letter: Letter, row: Row): Promise<Mail | null> {
  switch (letter.kind) {
    case 'reset':
      return writeReset(letter, row)
    case 'password_changed':
      return writeTo(letter.userId, (recipient) => texts.writePasswordChanged(recipient, letter))
    case 'signup':
      return writeSignup(letter, row)
    case 'verify':
      return writeVerification(letter, letter.userId, row)
    case 'change':
      return writeChange(letter, row)
    case 'address':
      return writeTo(letter.userId, ({ name }) => texts.writeAddressNotice({ name, email: letter.to }, letter))
    // feature: second-factor
    case 'second_factor':
      return writeAboutFactor(letter)
    case 'password_known':
      return writeAboutPassword(letter)
    // end
    case 'login':
      return writeTo(letter.userId, ({ name }) => warnings.writeLogin({ name, email: letter.to }, letter))
    // model: signed
    case 'refresh_reused':
      return writeTo(letter.userId, (recipient) => warnings.writeReuse(recipient, letter))
    // end
  }
}

async function writeTo(userId: string, compose: (recipient: { name: string; email: string }) => Mail) {
  const recipient = await findRecipient({ userId })
  return recipient && compose(recipient)
}

// feature: second-factor
/** Not sent to an address that a sign-up has named and no owner has verified: it may be that of another person. */
async function writeAboutFactor(letter: LetterOf<'second_factor'>): Promise<Mail | null> {
  if ((await getAddress(letter.userId))?.mustVerify) return null
  return writeTo(letter.userId, ({ name, email }) =>
    writeSecondFactor({ name, email: letter.disown?.to ?? email }, letter),
  )
}

/** Not sent when the second factor has followed: then the login has a mail of its own. */
async function writeAboutPassword(letter: LetterOf<'password_known'>): Promise<Mail | null> {
  if (await isSpent(letter.challengeId)) return null
  return writeTo(letter.userId, (recipient) => writePasswordKnown(recipient, letter))
}

// end
async function writeReset(letter: LetterOf<'reset'>, row: Row): Promise<Mail | null> {
  const recipient = await findRecipient({ email: letter.to })
  if (!recipient) return null

  const isLinked = await linkFor(recipient, letter, row, { purpose: 'reset', event: 'reset_link_sent' })
  return isLinked ? texts.writeReset(recipient, letter.code) : null
}

/** The same answer for a new and a known address: only their mail differs. */
async function writeSignup(letter: LetterOf<'signup'>, row: Row): Promise<Mail | null> {
  if (letter.userId !== null) return writeVerification(letter, letter.userId, row)

  const owner = await findOwner(letter.to)
  if (!owner) return null
  const recipient = { name: owner.name, email: letter.to }
  return owner.email === letter.to ? texts.writeKnownAddress(recipient) : texts.writeHeldAddress(recipient)
}

async function writeVerification(letter: Requested, userId: string, row: Row): Promise<Mail | null> {
  const recipient = await findRecipient({ userId })
  if (!recipient) return null

  const isLinked = await linkFor(recipient, letter, row, { purpose: 'verify', event: 'verify_link_sent' })
  return isLinked ? texts.writeVerification(recipient, letter.code) : null
}

/** The same answer for a free address and for that of another account: only its owner hears of the attempt. */
async function writeChange(letter: LetterOf<'change'>, row: Row): Promise<Mail | null> {
  const { to, userId, generation, code } = letter
  const recipient = await findRecipient({ userId })
  if (!recipient) return null

  const owner = await findOwner(to)
  if (owner && owner.id !== userId) {
    return owner.email === to ? texts.writeWantedAddress({ name: owner.name, email: to }) : null
  }
  const change = { email: to, generation }
  const isLinked = await linkFor(recipient, letter, row, { purpose: 'change', event: 'change_link_sent', change })
  return isLinked ? texts.writeChange({ name: recipient.name, email: to }, code) : null
}

/** A letter with the code of a link, and the client that has requested it. */
type Requested = Pick<LetterOf<'verify'>, 'code' | 'ip' | 'userAgent'>

interface Purpose {
  purpose: keyof typeof linkLifetimes
  event: 'reset_link_sent' | 'verify_link_sent' | 'change_link_sent'
  change?: { email: string; generation: number }
}

/** @returns false when the link is out of date: then its mail must not be sent */
async function linkFor(
  { id: userId, email: sentTo }: { id: string; email: string },
  { code, ip, userAgent }: Requested,
  { id, createdAt: askedAt }: Row,
  { event, ...link }: Purpose,
): Promise<boolean> {
  const lifetime = linkLifetimes[link.purpose]
  if (!(await saveLink({ ...link, userId, sentTo, codeHash: sha256(code), askedAt, lifetime }))) return false

  // Named by the row: a second attempt writes no second entry.
  await audit({ kind: event, userId, ip, userAgent }, id)
  return true
}
