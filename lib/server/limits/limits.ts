import 'server-only'
import { hours, minutes } from '@/lib/time'

/** The number of tokens in a window of seconds; sliding window, so the previous window fades out evenly. */
export interface Limit {
  tokens: number
  window: number
}

/**
 * All rate limits (ASVS 6.1.1; the reasons: docs/decisions/018). A login or step-up attempt takes a token before the
 * password is compared, and a correct password refunds it, so only failures count.
 */
export const limits = {
  /** Failures from one network, for any accounts: against credential stuffing. */
  network: { tokens: 50, window: minutes(15) },
  /** Failures for one account from one network. */
  accountAndNetwork: { tokens: 10, window: minutes(15) },
  /** Failures for one account from all networks. */
  account: { tokens: 50, window: hours(1) },
  /** Failures for one account in a browser that has logged in to it before: that browser is refused by this limit only. */
  device: { tokens: 10, window: minutes(15) },
  /** Accounts requested from one network, created or not. */
  signup: { tokens: 10, window: hours(1) },
  // feature: mail
  /** Links requested from one network, for any address, with or without an account. */
  recovery: { tokens: 10, window: hours(1) },
  /**
   * Links requested for one address from all networks. The window is shorter than the life of a link: when other people
   * have used up this limit, a link that works is in the owner's mailbox.
   */
  recoveryAccount: { tokens: 3, window: minutes(15) },
  /** Codes of links presented from one network. */
  recoveryCode: { tokens: 30, window: minutes(15) },
  /** Links for one account that verify or change its address. */
  accountLink: { tokens: 5, window: hours(1) },
  /** Mails about sign-ups with one address, and about changes to it, from all networks. */
  addressMail: { tokens: 3, window: hours(1) },
  // end
  // feature: second-factor
  /**
   * Wrong codes of an app for one account, in every browser: only a person with the password gets here, and six digits can
   * be guessed. The second limit bounds an attack that goes on for days.
   */
  appCode: { tokens: 10, window: minutes(15) },
  appCodeDay: { tokens: 50, window: hours(24) },
  /**
   * Wrong recovery codes for one account, from one network. They cannot be guessed, so no limit of the account is needed:
   * it would only let an attacker with the password lock out the owner.
   */
  recoveryOfFactor: { tokens: 10, window: minutes(15) },
  /** Answers of passkeys from one network that were refused. A signature cannot be guessed: this bounds the work. */
  passkey: { tokens: 50, window: minutes(15) },
  /** Changes of the factors and the recovery codes of one account: each is a mail to its address. */
  factorChange: { tokens: 10, window: hours(1) },
  // end
  // feature: tokens
  /** Access tokens for one session: stops a program that fetches one for every call. */
  accessToken: { tokens: 1200, window: minutes(1) },
  /** Tokens revoked from one network: each costs the verification of a signature, and two writes. */
  revocation: { tokens: 120, window: minutes(1) },
  // end
  /** Changes of the password of one account, each with the right one: a mail to its address, and a slow hash. */
  passwordChange: { tokens: 10, window: hours(1) },
  /** Names saved for one account: each is an entry in the feed, and makes every credential of the user renewable. */
  nameChange: { tokens: 20, window: hours(1) },
  /** Logouts finished from one network: each contains only the public id of a session. */
  unfinishedLogout: { tokens: 60, window: minutes(1) },
  // feature: tokens
  /** Wrong secrets of a resource server, from one network. The right secret is never refused because of others' failures. */
  clientSecret: { tokens: 20, window: minutes(15) },
  // end
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof limits
