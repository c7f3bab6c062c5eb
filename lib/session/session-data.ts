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
export function parseData(kept: unknown): SessionData {
  return Data.safeParse(kept).data ?? noData
}

/** Shows that something is missing. Its bytes are made room for. */
const mark = { text: '…', bytes: 3 }

/**
 * For a cookie that has become too small: the note loses its end, by `bytes` or a few more, and shows that it did. What else
 * there is stays. A field of yours that can be long belongs here, too: once the note is gone, all data is.
 */
export function shortenData(data: SessionData, bytes: number): SessionData {
  if (data.note === '') return noData

  // By characters, so that none is cut in two; each has a byte at least.
  const kept = [...data.note].slice(0, -bytes - mark.bytes).join('')
  return { ...data, note: kept && kept + mark.text }
}
