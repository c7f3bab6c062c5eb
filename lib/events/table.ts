/**
 * What each event does to the sessions of an account, and to their tokens. docs/events.md shows this table. The tests
 * perform each event, and measure what it does.
 */

import { adminEvents } from '@/lib/events/admin-events' // feature: admin
import {
  type Effect,
  groups,
  type SessionEvent,
  sessionWords,
  soonWords,
  tokenWords, // feature: tokens
} from '@/lib/events/event'
import { factorEvents } from '@/lib/events/factor-events' // feature: second-factor
import { keyEvents } from '@/lib/events/key-events'
import { mailEvents } from '@/lib/events/mail-events' // feature: mail
import { ownEvents } from '@/lib/events/own-events' // model: stored, signed
import { userEvents } from '@/lib/events/user-events'

const known = [
  ...userEvents,
  ...mailEvents, // feature: mail
  ...factorEvents, // feature: second-factor
  ...ownEvents, // model: stored, signed
  ...adminEvents, // feature: admin
  ...keyEvents,
] as const
export type EventId = (typeof known)[number]['id']

export const sessionEvents: readonly (SessionEvent & { id: EventId })[] = known

/** Where nothing is said: the request belongs to no session of the account. */
const nothing = '–'

const sessionIn = (effect: Effect | null) => (effect ? sessionWords[effect.session] : nothing)
const tokenIn = (effect: Effect | null) => (effect ? tokenWords[effect.token] : nothing) // feature: tokens

export interface Column {
  title: string
  cellOf: (event: SessionEvent) => string
}

/** The columns beside the name of the event. */
export const columns: readonly Column[] = [
  { title: 'models', cellOf: ({ models }) => models?.join(', ') ?? 'all' }, // model: several
  { title: 'this session', cellOf: ({ current }) => sessionIn(current) },
  { title: 'its tokens', cellOf: ({ current }) => tokenIn(current) }, // feature: tokens
  { title: 'other sessions', cellOf: ({ others }) => sessionIn(others) },
  { title: 'their tokens', cellOf: ({ others }) => tokenIn(others) }, // feature: tokens
  { title: 'how soon', cellOf: ({ soon }) => soonWords[soon] },
]

/** The table in parts, by who or what causes an event. */
export const parts = groups.map(({ id, heading }) => ({
  ...{ id, heading },
  events: sessionEvents.filter(({ group }) => group === id),
}))
export type EventGroup = (typeof parts)[number]
