// feature: second-factor (this file)
import 'server-only'
import { routes, siteName } from '@/lib/routes'
import { nameDevice } from '@/lib/server/http/client'
import {
  compose,
  linkTo,
  linkWithCode,
  type Mail,
  type Part,
  type Recipient,
  whenAndWhere,
  whenOf, // feature: required-factor
} from '@/lib/server/mail/compose'
import type { FactorEvent, FactorLetter, PasswordKnownLetter } from '@/lib/server/mail/letters'

// feature: required-factor
type OwnEvent = Exclude<FactorEvent, 'reset'>
// end, otherwise: type OwnEvent = FactorEvent

const happenings: Readonly<Record<OwnEvent, { subject: string; happened: string }>> = {
  app_on: { subject: 'Second factor turned on', happened: 'An authenticator app is needed at each login' },
  app_off: { subject: 'Second factor turned off', happened: 'The authenticator app is no longer needed at a login' },
  passkey_added: { subject: 'A passkey was added', happened: 'A passkey was added' },
  passkey_removed: { subject: 'A passkey was removed', happened: 'A passkey was removed' },
  recovery_codes_made: { subject: 'New recovery codes', happened: 'New recovery codes were made' },
  recovery_code_used: { subject: 'A recovery code was used', happened: 'A recovery code was used up' },
}

/** Tells the owner about a second factor (ASVS 6.3.7). It contains no secret, and no code but that of "this was not me". */
export function writeSecondFactor(recipient: Recipient, letter: FactorLetter): Mail {
  const { event } = letter
  if (event === 'reset') return writeReset(recipient, letter.at) // feature: required-factor
  const { subject, happened } = happenings[event]
  return compose(recipient, subject, [
    `${happened} for your account at ${siteName}. It happened ${whenAndWhere(letter)}.`,
    'If it was you, there is nothing to do.',
    ...waysOut(letter.disown?.code ?? null),
  ])
}

// feature: required-factor
/** An admin did it, so the address of the request says nothing to the owner. */
function writeReset(recipient: Recipient, at: number): Mail {
  return compose(recipient, 'Your second factor was reset', [
    `An admin has reset the second factor of your account at ${siteName}, ${whenOf(at)}. Your app, your passkeys and your recovery codes no longer work there, and every session has ended.`,
    'Your password alone is enough to log in now. Log in, and set up a second factor again:',
    linkTo(routes.security),
    'If you have not asked for it, set a new password as well, and tell an admin:',
    linkTo(routes.forgotPassword),
  ])
}
// end

function waysOut(code: string | null): readonly Part[] {
  if (code === null) {
    return [
      'If it was not, another person has used your account. Set a new password first, which ends every session:',
      linkTo(routes.forgotPassword),
      'Then look at the second factor of your account:',
      linkTo(routes.security),
    ]
  }
  return [
    'If it was not, another person has used your account. With this link you end every session, remove what is new, and set a new password:',
    ...linkWithCode(routes.notMe, code),
    'The link works once, within 7 days. It removes the second factors that were added, and the recovery codes that were made, since the first such mail of the last 7 days. Opening it changes nothing yet: the page asks you first.',
  ]
}

/** Tells the owner that a login stopped at the second factor (ASVS 6.3.5). Without a code: no session has started. */
export const writePasswordKnown = (recipient: Recipient, { userAgent, ...event }: PasswordKnownLetter): Mail =>
  compose(recipient, 'Your password was entered', [
    `A browser that is new to your account at ${siteName} sent the right password ${whenAndWhere(event)}. The second factor did not follow, so this login started no session.`,
    `Browser: ${nameDevice(userAgent)}.`,
    'If this was you, there is nothing to do.',
    'If this was not you, another person knows your password. Set a new one here, which ends every session:',
    linkTo(routes.forgotPassword),
    'You get this mail once an hour at most.',
  ])
