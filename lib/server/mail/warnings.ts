// feature: mail (this file)
import 'server-only'
import { routes, siteName } from '@/lib/routes'
import { nameDevice } from '@/lib/server/http/client'
import {
  compose,
  linkTo, // model: signed
  linkWithCode,
  type Mail,
  type Recipient,
  whenAndWhere,
  whenOf, // model: signed
} from '@/lib/server/mail/compose'
import type { LoginLetter } from '@/lib/server/mail/letters'

/** @param recipient with the address at the login, also when the new session has changed it since */
export const writeLogin = (recipient: Recipient, { code, userAgent, isLast, ...event }: LoginLetter): Mail =>
  compose(recipient, 'A new login to your account', [
    `A browser logged in to your account at ${siteName} ${whenAndWhere(event)}. It had not logged in to it before, or not since all sessions were ended.`,
    `Browser: ${nameDevice(userAgent)}.`,
    'If this was you, there is nothing to do.',
    'If this was not you, another person knows your password. With this link you end every session of your account, and set a new password:',
    ...linkWithCode(routes.notMe, code),
    'The link works once, within 7 days. Opening it changes nothing yet: the page asks you first.',
    ...(isLast ? [noMore('logins', 'The link also ends sessions that start meanwhile.')] : []),
  ])

// model: signed
/** Without a code: that session has ended, and an attacker who has copied a cookie does not know the password. */
export const writeReuse = (recipient: Recipient, { at, isLast }: { at: number; isLast: boolean }): Mail =>
  compose(recipient, 'A session of your account was ended', [
    `A session of your account at ${siteName} was renewed twice with the same cookie, so another person may have a copy of that cookie. We ended this session ${whenOf(at)}, for every browser that used it. Please log in again.`,
    'An interrupted connection can also be the cause. If this happens again, check your device for malware. You can end all other sessions with a new password:',
    linkTo(routes.forgotPassword),
    ...(isLast ? [noMore('ended sessions')] : []),
  ])

// end
/** In place of the mail that an attacker could cause without end. */
const noMore = (of: string, comfort = '') =>
  `There were several such mails within 24 hours. For up to 24 hours we send no further mail about ${of}. ${comfort}`.trim()
