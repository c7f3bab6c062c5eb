/**
 * The table "When something is away" of docs/security.md, as a function: who is let in without which store.
 * tests/security/outage-table.real.test.ts holds real outages to the same table. Client components may import this file.
 */

import type { Fault, Layer } from '@/lib/lab/shared/words'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** Not the textbook, which is no mode of this application. */
export const tableModes = ['strict', 'snapshot', 'off'] as const satisfies readonly Mode[]
export type TableMode = (typeof tableModes)[number]

export interface Situation {
  model: Model
  layer: Layer
  mode: TableMode
  redis: Fault
  postgres: Fault
  /** The fresh window has closed: somebody must decide anew. */
  isDue: boolean
  /** Older than REVOCATION_OUTAGE_MS: too old even while Redis is away. */
  isCopyTooOld: boolean
}

/** Late is not away: within the patience of the application an answer is an answer. */
export const isGone = (fault: Fault) => fault === 'failing' || fault === 'away'

/** What becomes of a good session. */
export function verdictByDesign(situation: Situation): 'allowed' | 'unavailable' {
  return isLetIn(situation) ? 'allowed' : 'unavailable'
}

function isLetIn({ redis, postgres, isDue, ...situation }: Situation): boolean {
  if (isDue) return !isGone(redis) && !isGone(postgres)
  return isBelievedWithout(isGone(redis), situation) && isRowKnown(isGone(redis) && isGone(postgres), situation)
}

type Fresh = Pick<Situation, 'model' | 'layer' | 'mode' | 'isCopyTooOld'>

function isBelievedWithout(isRedisGone: boolean, { mode, isCopyTooOld }: Fresh): boolean {
  if (!isRedisGone || mode === 'off') return true
  return mode === 'snapshot' && !isCopyTooOld
}

/** A stored session is a row, which Postgres has, or else Redis. The edge knows of no rows. */
const isRowKnown = (areBothGone: boolean, { model, layer }: Fresh) =>
  !areBothGone || model !== 'stored' || layer === 'edge'
