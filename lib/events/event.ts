import type { Model } from '@/lib/session/models'

/** What happens to a session, in the words of the table. */
export const sessionWords = {
  /** There was none before. */
  starts: 'starts',
  stays: 'stays',
  /** Accepted, but its credential is due: the next request gets a new one, with the new role or name. */
  renewed: 'renewed at next request',
  /** The same session, with its data, start and end. Copies of the earlier cookie are refused. */
  rotated: 'stays, new id',
  /** Another session starts in this browser. */
  replaced: 'ends, new one starts',
  ends: 'ends',
  // model: stored, signed
  chosen: 'only that one ends',
  oldest: 'only the oldest ends',
  // end
  lapses: 'ends with its token', // model: signed
  unreadable: 'no longer opens',
} as const

// feature: tokens
/** What happens to an access token of that session, in the words of the table. */
export const tokenWords = {
  none: '–',
  stays: 'valid until it expires',
  /** The session lives on and gets the next token. */
  expires: 'refused as expired',
  ends: 'refused',
  // model: stored, signed
  chosen: 'refused for that one',
  oldest: 'refused for the oldest',
  // end
  unreadable: 'no longer verifies',
} as const
// end

/** How soon every process knows. */
export const soonWords = {
  never: '–',
  second: 'within a second',
  minutes: 'within five minutes', // model: signed
  deploy: 'with the deploy',
} as const

export type SessionFate = keyof typeof sessionWords
export type TokenFate = keyof typeof tokenWords // feature: tokens

/** What an event does to a session and to its tokens. */
export interface Effect {
  session: SessionFate
  token: TokenFate // feature: tokens
}

/** Who or what causes an event: the parts of the table. */
export const groups = [
  { id: 'user', heading: 'What a user does' },
  { id: 'itself', heading: 'What the application does by itself' }, // model: stored, signed
  { id: 'admin', heading: 'What an admin does' }, // feature: admin
  { id: 'keys', heading: 'What an operator does to the keys' },
] as const
type Group = (typeof groups)[number]['id']

/** One event, for the sessions of one, several or all models. */
export interface SessionEvent {
  /** Names the code that performs it in the tests. */
  id: string
  name: string
  group: Group
  /** The models of the sessions that these effects concern. All of them, if it is absent. */
  models?: readonly Model[]
  /** The session in whose request it happens. Null: the request belongs to no session of this account. */
  current: Effect | null
  /** The other sessions of the account. */
  others: Effect
  /** The sessions of all other users have the effect of the others. Without it they stay. */
  isForEveryone?: true
  soon: keyof typeof soonWords
}

export const effects = {
  starts: {
    session: 'starts',
    token: 'none', // feature: tokens
  },
  stays: {
    session: 'stays',
    token: 'stays', // feature: tokens
  },
  renewed: {
    session: 'renewed',
    token: 'expires', // feature: tokens
  },
  rotated: {
    session: 'rotated',
    token: 'ends', // feature: tokens
  },
  replaced: {
    session: 'replaced',
    token: 'ends', // feature: tokens
  },
  ends: {
    session: 'ends',
    token: 'ends', // feature: tokens
  },
  // model: stored, signed
  chosen: {
    session: 'chosen',
    token: 'chosen', // feature: tokens
  },
  oldest: {
    session: 'oldest',
    token: 'oldest', // feature: tokens
  },
  // end
} as const satisfies Readonly<Record<string, Effect>>

// model: stored, signed
/** The user sees these sessions in the list, and the application counts them. */
export const listed = [
  'stored', // model: stored
  'signed', // model: signed
] as const satisfies readonly Model[]
// end

// model: bearer
// model: sealed, stored
/** Their cookies contain no JWT. */
export const withoutJwt = [
  'sealed', // model: sealed
  'stored', // model: stored
] as const satisfies readonly Model[]
// end
// end

// model: signed
export const withJwt = ['signed'] as const satisfies readonly Model[]
// end
