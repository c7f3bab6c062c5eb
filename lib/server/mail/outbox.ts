// feature: mail (this file)
import 'server-only'
import { after } from 'next/server'
import {
  type ClaimedMail,
  claimMail,
  deleteMail,
  postponeMail,
  queueMailRow,
  secondsUntilMail,
} from '@/lib/db/mail/outbox'
import { logFailure, logReport } from '@/lib/log'
import { type Letter, toRow } from '@/lib/server/mail/letters'
import { prepare } from '@/lib/server/mail/prepare'
import { isMailOn, sendMail } from '@/lib/server/mail/smtp'
import { WakeUp } from '@/lib/server/mail/wake-up'
import { hours, minutes, seconds } from '@/lib/time'

/*
 * Sends what is in the outbox. A row is deleted after the SMTP server has accepted its mail, so a crash loses none. A
 * crash between the two sends that mail once more, with the same Message-ID: SMTP has no way to exclude it.
 */

/** Rows that are sent at the same time. */
const batch = 5
/** Longer than an attempt can take (smtp.ts). Seconds. */
const lease = minutes(2)
/** Before the second attempt, the third and so on. Seconds. */
const delays = [seconds(15), minutes(1), minutes(5), minutes(15)] as const
const delayAfter = (attempts: number) => delays[attempts - 1] ?? hours(1)

/** Queues a letter that belongs to no transaction. @throws {UnavailableError} */
export async function queueLetter(letter: Letter): Promise<void> {
  await queueMailRow(await toRow(letter))
}

/** Sends after the answer of the request that runs now: neither a slow mail server nor the recipient shows in its time. */
export function sendMailLater(): void {
  if (isMailOn()) after(sendMailNow)
}

/** The same for code that also runs outside of a request: by the timer of this process, within a second. */
export function sendMailSoon(): void {
  if (isMailOn()) wakeUp().atLatest(seconds(1))
}

/** On `globalThis`, because a bundler may include this file several times. */
const holder: typeof globalThis & { hasResumedMail?: boolean; mailWakeUp?: WakeUp } = globalThis

/**
 * One timer for the next row, also for one that another process has taken and may not finish. Only in a process that
 * lives on: elsewhere the next mail, the next process or the cron job (purge.ts) sends it.
 */
function wakeUp(): WakeUp {
  const work = () => void sendMailNow()
  holder.mailWakeUp ??= new WakeUp(work)
  // During development this file may have been loaded again since.
  holder.mailWakeUp.work = work
  return holder.mailWakeUp
}

/** Called by every page; the first one of a process sends what a process before it has left. */
export function resumeMail(): void {
  if (holder.hasResumedMail || !isMailOn()) return

  holder.hasResumedMail = true
  sendMailLater()
}

/** Never throws: the rows stay, and the next call finds them. @returns how many mails the SMTP server has accepted */
export async function sendMailNow(): Promise<number> {
  if (!isMailOn()) return 0

  try {
    const sent = await sendDueMail()
    const question = wakeUp().ask()
    wakeUp().answer(question, await secondsUntilMail())
    return sent
  } catch (error) {
    logFailure('outbox_unavailable', error)
    wakeUp().atLatest(minutes(1))
    return 0
  }
}

async function sendDueMail(): Promise<number> {
  let sent = 0
  for (;;) {
    const rows = await claimMail(batch, lease)
    const outcomes = await Promise.all(rows.map(sendRow))
    sent += outcomes.filter((outcome) => outcome === 'sent').length
    // A mail server that accepts none of a batch is probably unavailable: the other rows wait.
    const isAway = outcomes.length > 0 && outcomes.every((outcome) => outcome === 'postponed')
    if (isAway || rows.length < batch) return sent
  }
}

type Outcome = 'sent' | 'dropped' | 'postponed'

async function sendRow(row: ClaimedMail): Promise<Outcome> {
  try {
    const outcome = await tryToSend(row)
    await deleteMail(row.id)
    return outcome
  } catch (error) {
    logFailure('mail_delayed', error)
    await postponeMail(row, delayAfter(row.attempts))
    return 'postponed'
  }
}

async function tryToSend(row: ClaimedMail): Promise<Outcome> {
  const mail = await prepare(row)
  if (!mail) return 'dropped'
  if ((await sendMail(mail, row.id)) === 'sent') return 'sent'

  logReport('mail_refused', {})
  return 'dropped'
}
