// feature: mail (this file)
import 'server-only'
import nodemailer from 'nodemailer'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import type { Mail } from '@/lib/server/mail/compose'
import { seconds, timeLimit } from '@/lib/time'

/** For a whole attempt. The lease of a row is longer (outbox.ts). */
const longest = seconds(30)
/** Milliseconds, for its parts. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 }

/** Whether the application can send mail. */
export const isMailOn = () => env().SMTP_URL !== undefined

/** `refused`: the mail server will never accept this mail, so a retry is of no use. */
export type Delivery = 'sent' | 'refused'

/**
 * Hands a mail to the SMTP server. The same row always has the same Message-ID, so that a mail client can recognise a
 * mail that was sent twice. @throws {Error} when it can be retried
 */
export async function sendMail(mail: Mail, rowId: string): Promise<Delivery> {
  const { from, host } = sender()
  const { signal, end } = timeLimit(longest)
  try {
    await connect().sendMail({
      ...mail,
      // As an object: an address is not parsed again, so it cannot become several.
      to: { name: '', address: mail.to },
      from,
      messageId: `<${rowId}@${host}>`,
      // RFC 3834, section 5: no out-of-office replies.
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal,
    })
    return 'sent'
  } catch (error) {
    if (isRefused(error)) return 'refused'
    throw error
  } finally {
    end()
  }
}

/** Connects and logs in, for `npm run doctor`. @throws {Error} */
export async function pingMail(): Promise<void> {
  await connect().verify()
}

/** A connection for each mail. One that is kept open would reveal that an address has an account (docs/decisions/034). */
function connect() {
  const url = new URL(env().SMTP_URL ?? '')
  // Passwords and links in plain text only to a server on this machine. `?requireTLS=false` in the address overrides it.
  const requireTLS = url.protocol === 'smtp:' && !isLoopback(url.hostname)
  return nodemailer.createTransport({ url: url.href, requireTLS, ...timeouts })
}

const isLoopback = (host: string) => ['localhost', '127.0.0.1', '[::1]'].includes(host)

function sender() {
  const { hostname } = new URL(issuer())
  const from = env().MAIL_FROM ?? `no-reply@${hostname}`
  const [, host = hostname] = /@([^@\s>]+)>?$/.exec(from) ?? []
  return { from, host }
}

/** 5xx to the recipient or to the content (RFC 5321, section 4.2.1). A refused login or sender is a mistake of ours to correct. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false
  return Number(error.responseCode) >= 500 && ['RCPT TO', 'DATA'].includes(String(error.command))
}
