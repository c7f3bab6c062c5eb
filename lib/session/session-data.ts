/**
 * The typed bag of values that pages read and actions change. Where it lives differs by model. Runs anywhere.
 * Extend it here. Every field needs a fallback: a cookie or a column written by an older release lacks the new ones.
 */

import * as z from 'zod/mini'

export const Data = z.object({
  visits: z.catch(z.int().check(z.nonnegative()), 0),
  note: z.catch(z.string(), ''),
})
export type SessionData = z.infer<typeof Data>

export const noData: SessionData = Data.parse({})

/** What no longer fits falls back field by field; what fits stays. */
export function parseData(stored: unknown): SessionData {
  return Data.safeParse(stored).data ?? noData
}
