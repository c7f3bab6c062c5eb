// model: stored, signed (this file)
import {
  effects,
  listed,
  type SessionEvent,
  withJwt, // model: signed
} from '@/lib/events/event'

/** What the application does by itself. */
export const ownEvents = [
  {
    id: 'evicted',
    name: 'login beyond 20 sessions',
    group: 'itself',
    models: listed,
    current: effects.starts,
    others: effects.oldest,
    soon: 'second',
  },
  // model: signed
  {
    id: 'refresh-reused',
    name: 'refresh token reused',
    group: 'itself',
    models: withJwt,
    current: effects.ends,
    others: effects.stays,
    soon: 'second',
  },
  // end
] as const satisfies readonly SessionEvent[]
