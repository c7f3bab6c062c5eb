// feature: mail (this file)
import { effects, type SessionEvent } from '@/lib/events/event'

/** What a user does with a link from a mail. */
export const mailEvents = [
  {
    id: 'password-reset',
    name: 'password reset',
    group: 'user',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'address-verified',
    name: 'address verified',
    group: 'user',
    current: effects.stays,
    others: effects.stays,
    soon: 'never',
  },
  {
    id: 'address-changed',
    name: 'address changed',
    group: 'user',
    current: effects.rotated,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'address-undone',
    name: 'change of address undone',
    group: 'user',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
  {
    id: 'login-disowned',
    name: 'login reported: “this was not me”',
    group: 'user',
    current: null,
    others: effects.ends,
    soon: 'second',
  },
] as const satisfies readonly SessionEvent[]
