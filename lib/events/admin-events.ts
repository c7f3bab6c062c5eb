// feature: admin (this file)
import { effects, type SessionEvent } from '@/lib/events/event'

/** What an admin does to an account, or to all of them. */
export const adminEvents = [
  {
    id: 'role-changed',
    name: 'role changed',
    group: 'admin',
    current: null,
    others: effects.renewed,
    soon: 'second',
  },
  {
    id: 'user-ended',
    name: 'all sessions of a user ended',
    group: 'admin',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'disabled',
    name: 'account disabled',
    group: 'admin',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  // feature: required-factor
  {
    id: 'role-changed-rule',
    name: 'role changed, and only one of the two needs a second factor, which the account has not',
    group: 'admin',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'factor-reset',
    name: 'second factor reset by an admin',
    group: 'admin',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'factor-required',
    name: 'second factor required for a role, or no longer, and the account has none',
    group: 'admin',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  // end
  {
    id: 'everyone-out',
    name: 'everyone out',
    group: 'admin',
    current: effects.ends,
    others: effects.ends,
    isForEveryone: true,
    soon: 'second',
  },
] as const satisfies readonly SessionEvent[]
