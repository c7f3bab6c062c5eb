/**
 * The table of outages in docs/security.md, as a function: which sessions are accepted without which store.
 * tests/security/outage-table.real.test.ts compares real outages with it. Client components may import this file.
 */

import type { Fault, Layer } from '@/lib/lab/shared/words'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** Without the stateless baseline, which is no mode of this application. */
export const tableModes = ['strict', 'snapshot', 'off'] as const satisfies readonly Mode[]
export type TableMode = (typeof tableModes)[number]

export interface Situation {
  model: Model
  layer: Layer
  mode: TableMode
  redis: Fault
  postgres: Fault
  /** The revalidation interval has passed: a store must decide. */
  isDue: boolean
  /** Older than REVOCATION_OUTAGE_MS: too old even while Redis is unavailable. */
  isCopyTooOld: boolean
}

/** A slow store is not unavailable: an answer within the timeout is an answer. */
export const isGone = (fault: Fault) => fault === 'failing' || fault === 'away'

/** The verdict on a valid session. */
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

/** A stored session is a row, which Postgres has, or else the cache in Redis. The edge reads no rows. */
const isRowKnown = (areBothGone: boolean, { model, layer }: Fresh) =>
  !areBothGone || model !== 'stored' || layer === 'edge'
