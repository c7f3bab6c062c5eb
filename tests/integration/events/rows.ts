import { sessionEvents } from '@/lib/events/table'
import { performers } from '@/tests/integration/events/perform'
import type { Performer } from '@/tests/integration/events/performer'
import { models } from '@/tests/support/models'

const known = new Map<string, Performer>(Object.entries(performers))

/** Each event that a test of this process can perform, once for each model of the sessions that it concerns. */
export const rows = sessionEvents.flatMap((event) => {
  const perform = known.get(event.id)
  return perform ? (event.models ?? models).map((model) => ({ ...event, model, perform })) : []
})
