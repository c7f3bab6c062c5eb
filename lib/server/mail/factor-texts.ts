// feature: second-factor (this file)
import 'server-only'
import { routes, siteName } from '@/lib/routes'
import { compose, linkTo, type Mail, type Recipient, whenAndWhere } from '@/lib/server/mail/compose'
import type { FactorEvent, FactorLetter } from '@/lib/server/mail/letters'

const happenings: Readonly<Record<FactorEvent, { subject: string; happened: string }>> = {
  app_on: { subject: 'Second factor turned on', happened: 'An authenticator app is needed at each login' },
  app_off: { subject: 'Second factor turned off', happened: 'The authenticator app is no longer needed at a login' },
  passkey_added: { subject: 'A passkey was added', happened: 'A passkey was added' },
  passkey_removed: { subject: 'A passkey was removed', happened: 'A passkey was removed' },
  recovery_codes_made: { subject: 'New recovery codes', happened: 'New recovery codes were made' },
  recovery_code_used: { subject: 'A recovery code was used', happened: 'A recovery code was used up' },
}

/** Tells the owner about a second factor (ASVS 6.3.7). It contains no code and no secret. */
export function writeSecondFactor(recipient: Recipient, letter: FactorLetter): Mail {
  const { subject, happened } = happenings[letter.event]
  return compose(recipient, subject, [
    `${happened} for your account at ${siteName}. It happened ${whenAndWhere(letter)}.`,
    'If it was you, there is nothing to do.',
    'If it was not, another person has used your account. Set a new password first, which ends every session:',
    linkTo(routes.forgotPassword),
    'Then look at the second factor of your account:',
    linkTo(routes.security),
  ])
}
