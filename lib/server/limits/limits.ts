import 'server-only'
import { hours, minutes } from '@/lib/time'

/** So many tokens in any window of so many seconds; what a window still holds of the one before it fades out evenly. */
export interface Limit {
  tokens: number
  window: number
}

/**
 * All there are (ASVS 6.1.1; why these: docs/decisions/018). A guess takes a token before the password is compared and
 * gets it back when it was right, so failures are what counts. Guesses are those of a login and of a step-up.
 */
export const limits = {
  /** Failures from one network, whichever the accounts: stuffing. */
  network: { tokens: 50, window: minutes(15) },
  /** Failures at one account from one network. */
  accountAndNetwork: { tokens: 10, window: minutes(15) },
  /** Failures at one account from everywhere. */
  account: { tokens: 50, window: hours(1) },
  /** Failures at one account in a browser that has logged into it before: beside the three above, which do not refuse it. */
  device: { tokens: 10, window: minutes(15) },
  /** Accounts asked for from one network, made or not. */
  signup: { tokens: 10, window: hours(1) },
  // feature: tokens
  /** Access tokens for one session: a program that fetches one for every call. */
  accessToken: { tokens: 1200, window: minutes(1) },
  /** Tokens revoked from one network: each costs a signature to verify, and two writes. */
  revocation: { tokens: 120, window: minutes(1) },
  // end
  /** Logouts finished from one network: each says nothing but a session's public id. */
  unfinishedLogout: { tokens: 60, window: minutes(1) },
  // feature: tokens
  /** Wrong secrets of a resource server, from one network. The right one is never refused for others' failures. */
  clientSecret: { tokens: 20, window: minutes(15) },
  // end
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof limits
