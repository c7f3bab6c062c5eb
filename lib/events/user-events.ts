import {
  effects,
  listed, // model: stored, signed
  type SessionEvent,
} from '@/lib/events/event'

/** What a user does, in the order in which an account meets it. */
export const userEvents = [
  {
    id: 'login',
    name: 'login',
    group: 'user',
    current: effects.starts,
    others: effects.stays,
    soon: 'never',
  },
  {
    id: 'login-again',
    name: 'login where a session exists',
    group: 'user',
    current: effects.replaced,
    others: effects.stays,
    soon: 'second',
  },
  {
    id: 'logout',
    name: 'logout',
    group: 'user',
    current: effects.ends,
    others: effects.stays,
    soon: 'second',
  },
  {
    id: 'logout-everywhere',
    name: 'logout everywhere',
    group: 'user',
    current: effects.ends,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'others-ended',
    name: 'all other sessions ended',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
  // model: stored, signed
  {
    id: 'one-ended',
    name: 'one session ended in the list',
    group: 'user',
    models: listed,
    current: effects.stays,
    others: effects.chosen,
    soon: 'second',
  },
  // end
  // feature: tokens
  {
    id: 'token-revoked',
    name: 'token of this session revoked (RFC 7009)',
    group: 'user',
    current: effects.ends,
    others: effects.stays,
    soon: 'second',
  },
  // end
  {
    id: 're-authenticated',
    name: 're-authentication',
    group: 'user',
    current: effects.rotated,
    others: effects.stays,
    soon: 'second',
  },
  {
    id: 'name-changed',
    name: 'name changed',
    group: 'user',
    current: effects.renewed,
    others: effects.renewed,
    soon: 'second',
  },
  {
    id: 'password-changed',
    name: 'password changed',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'account-deleted',
    name: 'account deleted',
    group: 'user',
    current: effects.ends,
    others: effects.ends,
    soon: 'second',
  },
] as const satisfies readonly SessionEvent[]
