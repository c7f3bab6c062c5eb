/** The bag of values that pages read and actions change. Runs anywhere. Extend the schema in claims.ts, the type and the default here. */

import { Data } from '@/lib/session/claims'
import type { SessionData } from '@/lib/session/session'

export const noData: SessionData = { visits: 0, note: '' }

/** A column written by an older release, or by hand, is read as far as it fits. */
export function parseData(stored: unknown): SessionData {
  return Data.safeParse(stored).data ?? noData
}
