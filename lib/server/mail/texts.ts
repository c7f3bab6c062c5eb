// feature: mail (this file)
import 'server-only'
import { routes, siteName } from '@/lib/routes'
import {
  compose,
  linkTo,
  linkWithCode,
  type Mail,
  type Part,
  type Recipient,
  whenAndWhere,
} from '@/lib/server/mail/compose'
import type { AddressLetter, PasswordChangedLetter } from '@/lib/server/mail/letters'

export const writeReset = (recipient: Recipient, code: string): Mail =>
  compose(recipient, 'Set a new password', [
    `With this link you can set a new password for your account at ${siteName}:`,
    ...linkWithCode(routes.resetPassword, code),
    'The link works once, within 30 minutes. The newest link replaces the earlier ones.',
    'If you did not ask for it, you do not have to do anything: your password stays as it is.',
  ])

/** Without a code: it leads to the page on which the owner requests one. */
export const writePasswordChanged = (recipient: Recipient, letter: PasswordChangedLetter): Mail =>
  compose(recipient, 'Your password was changed', [
    `The password of your account at ${siteName} was changed ${whenAndWhere(letter)}. Every other session has ended.`,
    ...(letter.hasLostFactor ? lostFactor() : []), // feature: second-factor
    'If you changed it, there is nothing to do.',
    'If you did not, another person has used your account or your mailbox. Change the password of your mailbox first. Then set a new password here:',
    linkTo(routes.forgotPassword),
  ])

// feature: second-factor
/** Another person may have opened the account with this address, and added the factor. */
const lostFactor = (): readonly Part[] => [
  'The second factor of the account was removed, because this address had not been verified before. The password alone is enough to log in now. Set up a second factor again:',
  linkTo(routes.security),
]

// end
export const writeVerification = (recipient: Recipient, code: string): Mail =>
  compose(recipient, 'Verify your address', [
    `An account at ${siteName} has your e-mail address. With this link you verify that the address is yours:`,
    ...linkWithCode(routes.verifyEmail, code),
    'The link works once, within 24 hours. The newest link replaces the earlier ones.',
    'If you did not open this account, do not use the link: an account without a verified address is deleted after seven days. You can also set a new password for it, which ends every session of the person who opened it:',
    linkTo(routes.forgotPassword),
  ])

/** Without a code: the address has an account, and its owner can log in. */
export const writeKnownAddress = (recipient: Recipient): Mail =>
  compose(recipient, 'You have an account already', [
    `Your address was entered in the sign-up form of ${siteName}. You have an account with it already, and nothing was changed. Log in here:`,
    linkTo(routes.login),
    'If you do not know the password, set a new one:',
    linkTo(routes.forgotPassword),
    'If you did not sign up, there is nothing to do.',
  ])

/** For an address that its account has left: the link that undoes that is in an earlier mail. */
export const writeHeldAddress = (recipient: Recipient): Mail =>
  compose(recipient, 'Your address is still reserved', [
    `Your address was entered in the sign-up form of ${siteName}. It belonged to an account until a few days ago, and this change can be undone for seven days. Until then no account can be opened with it.`,
    'An earlier mail has the link that undoes the change.',
    'If you did not sign up, there is nothing to do.',
  ])

export const writeChange = (recipient: Recipient, code: string): Mail =>
  compose(recipient, 'Confirm your new address', [
    `With this link your account at ${siteName} gets this e-mail address:`,
    ...linkWithCode(routes.verifyEmail, code),
    'The link works once, within an hour. It ends your sessions on all other devices.',
    'If you did not ask for it, do not use the link: no account gets your address without it.',
  ])

/** For the owner of an address that another user has entered as a new one. */
export const writeWantedAddress = (recipient: Recipient): Mail =>
  compose(recipient, 'Your address was entered for another account', [
    `Your address was entered as the new address of another account at ${siteName}. You have an account with it, so nothing was changed.`,
    'If that was you, change the address of this account first, or delete the account. Log in here:',
    linkTo(routes.login),
    'If it was not you, there is nothing to do.',
  ])

/** Tells both addresses what has happened to the account (ASVS 6.3.7). */
export function writeAddressNotice(recipient: Recipient, letter: AddressLetter): Mail {
  const when = whenAndWhere(letter)
  switch (letter.event) {
    case 'left':
      return compose(recipient, 'The address of your account was changed', [
        `Your account at ${siteName} got another e-mail address ${when}. This one does not belong to it any more.`,
        'If you changed it, there is nothing to do.',
        ...waysToUndo(letter.undoCode),
      ])
    case 'joined':
      return compose(recipient, 'This is the address of your account', [
        `Your account at ${siteName} got this e-mail address ${when}. Its sessions on other devices have ended.`,
      ])
    case 'restored':
      return compose(recipient, 'Your address is restored', [
        `The change of the address of your account at ${siteName} was undone ${when}. The account has this address again and a new password, and every session has ended.`,
      ])
    case 'removed':
      return compose(recipient, 'The change of the address was undone', [
        `An account at ${siteName} had this e-mail address. The owner of its earlier address has undone that ${when}. Every session has ended.`,
      ])
  }
}

function waysToUndo(code: string | null): readonly Part[] {
  if (code === null) return ['If you did not, use the link in the mail to the address that the account had before.']
  return [
    'If you did not, another person has used your account. With this link, within seven days, you restore this address, set a new password, and end every session:',
    ...linkWithCode(routes.restoreEmail, code),
  ]
}
