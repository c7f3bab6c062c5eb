import type { Model } from '@/lib/session/models'

/** What the card of a model says. The rows have the same order in every card, so that they can be compared. */
export interface ModelFacts {
  rumour: string
  truth: string
  lives: string
  cookie: string
  revoke: string
  cost: string
  choose: string
}

export const rows = {
  lives: 'The state lives',
  cookie: 'The cookie holds',
  revoke: 'Who can revoke it',
  cost: 'What a check costs',
  choose: 'Choose it when',
} as const

export const modelFacts: Record<Model, ModelFacts> = {
  sealed: {
    rumour: 'Stateless sessions cannot be revoked.',
    truth: 'Here a logout denies the session id, wherever a copy of the cookie went.',
    lives: 'In the cookie. The server stores no session.',
    cookie: 'Everything, encrypted and authenticated: who, which role, the deadlines, your data. 4096 bytes at most.',
    revoke:
      'Whoever logs out; and for a user, or for everyone, all sessions at once. Not one of them alone from elsewhere: there are no rows to pick it from.',
    cost: 'One unseal, then a look into memory that follows Redis. Postgres only at renewal.',
    choose: 'You want the fewest moving parts and keep little data per session.',
  },
  stored: {
    rumour: 'Stateful sessions are safe, but slow.',
    truth: 'Here neither edge nor server asks a database on most checks, and an end still counts within a second.',
    lives: 'In a row in Postgres.',
    cookie: 'A sealed reference: session id, secret, user id, deadlines. Nothing about who is allowed what.',
    revoke: 'Whoever logs out; and from elsewhere any single session, all of a user, or everyone’s.',
    cost: 'One unseal, then a look into memory that follows Redis. The row comes from a copy that ends with it.',
    choose: 'You need a list of devices, more data than a cookie holds, or writes that never get lost.',
  },
  signed: {
    rumour: 'A JWT needs no Redis.',
    truth: 'Until you take one back. As it lives for minutes, a short list of denied session ids is enough.',
    lives: 'In a token for minutes. Your data, and the right to renew, on a row in Postgres.',
    cookie:
      'A token that anyone can read and, with the public key, verify. Beside it a sealed, rotating refresh token.',
    revoke:
      'As with stored. A service that checks only the signature learns of it minutes later, when the token expires.',
    cost: 'One signature, one unseal, then a look into memory that follows Redis. Postgres only at renewal.',
    choose: 'Services on other origins must recognise your visitors without asking you.',
  },
}
