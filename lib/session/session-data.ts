/**
 * The typed values that pages read and actions change. Each model stores them in its own place. Runs anywhere.
 * Add your fields here, each with a fallback: a cookie or a column of an older release lacks the new ones.
 */

import * as z from 'zod/mini'

export const Data = z.object({
  visits: z.catch(z.int().check(z.nonnegative()), 0),
  note: z.catch(z.string(), ''),
})
export type SessionData = z.infer<typeof Data>

export const noData: SessionData = Data.parse({})

/** A field that does not parse gets its fallback; the others keep their values. */
export function parseData(kept: unknown): SessionData {
  return Data.safeParse(kept).data ?? noData
}

/** Shows that text was removed. Its bytes are part of what is removed. */
const mark = { text: '…', bytes: 3 }

/**
 * For a cookie that has become too small: removes `bytes` or a few more from the end of the note, and marks the place.
 * The other fields stay. Shorten your own long fields here too: once the note is empty, all data is dropped.
 */
export function shortenData(data: SessionData, bytes: number): SessionData {
  if (data.note === '') return noData

  // By characters, so that none is cut in two; each has at least one byte.
  const kept = [...data.note].slice(0, -bytes - mark.bytes).join('')
  return { ...data, note: kept && kept + mark.text }
}
