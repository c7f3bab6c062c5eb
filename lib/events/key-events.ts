import {
  effects,
  type SessionEvent,
  withJwt, // model: signed
  // model: bearer
  withoutJwt, // model: sealed, stored
  // end
} from '@/lib/events/event'

/** What an operator does to the keys. It reaches a process with its deploy, so another process tests it. */
export const keyEvents = [
  {
    id: 'keys-rotated',
    name: 'keys rotated',
    group: 'keys',
    current: null,
    others: effects.stays,
    isForEveryone: true,
    soon: 'never',
  },
  // model: sealed, stored
  {
    id: 'seal-password-replaced',
    name: 'seal password replaced',
    group: 'keys',
    models: withoutJwt, // model: bearer
    current: null,
    others: {
      session: 'unreadable',
      token: 'stays', // feature: tokens
    },
    isForEveryone: true,
    soon: 'deploy',
  },
  // end
  // model: signed
  {
    id: 'refresh-password-replaced',
    name: 'seal password replaced',
    group: 'keys',
    models: withJwt,
    current: null,
    others: {
      session: 'lapses',
      token: 'stays', // feature: tokens
    },
    isForEveryone: true,
    soon: 'minutes',
  },
  // end
  // model: bearer
  // model: sealed, stored
  {
    id: 'signing-key-replaced',
    name: 'signing key replaced',
    group: 'keys',
    models: withoutJwt,
    current: null,
    others: {
      session: 'stays',
      token: 'unreadable', // feature: tokens
    },
    isForEveryone: true,
    soon: 'deploy',
  },
  // end
  // end
  // model: signed
  {
    id: 'access-key-replaced',
    name: 'signing key replaced',
    group: 'keys',
    models: withJwt,
    current: null,
    others: {
      session: 'renewed',
      token: 'unreadable', // feature: tokens
    },
    isForEveryone: true,
    soon: 'deploy',
  },
  // end
] as const satisfies readonly SessionEvent[]
