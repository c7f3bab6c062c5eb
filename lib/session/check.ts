/**
 * The check: the same code for every model, on the edge and on the server. Runs anywhere.
 * It decides nothing about HTTP and reads no database; the caller decides what follows from a verdict.
 */

import { UnavailableError } from '@/lib/errors'
import { isFresh, isOver } from '@/lib/session/deadlines'
import { type OpenedCredential, openPresented, type Stranger } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { isOutdated, isRevoked } from '@/lib/session/revocation/ask'
import { askByMode, type Mode, type Sources } from '@/lib/session/revocation/modes'
import type { Trace, Witness } from '@/lib/session/trace'

export type Check =
  | { verdict: 'allowed'; credential: OpenedCredential; copy: string | null | undefined }
  | { verdict: 'renewable' | 'revoked'; credential: OpenedCredential }
  | { verdict: 'anonymous'; stranger: Stranger }
  /** The reason is only logged. It says nothing about the visitor. */
  | { verdict: 'unavailable'; reason: UnavailableError }

export interface CheckOptions {
  now: number
  trace: Trace
  mode: Mode
  /** By default the sources of this process. */
  sources?: Sources | undefined
  /** The Redis key of the session's cached row: read in the same round trip, and returned as `copy`. */
  copyKey?: (credential: OpenedCredential) => string | null
}

export async function check(presented: Presented, options: CheckOptions): Promise<Check> {
  const { now, trace } = options
  const opened = await trace.measure('open', (step) => openPresented(presented, now, step))
  if (!opened.credential) return { verdict: 'anonymous', stranger: opened.stranger }

  const { credential } = opened
  const age = trace.measureAtOnce('deadlines', () => ageOf(credential, now))
  if (age === 'over') return { verdict: 'anonymous', stranger: 'expired' }

  const revocations = await trace.measure('revocation', (step) => askOrReason(credential, options, step))
  if (revocations instanceof UnavailableError) return { verdict: 'unavailable', reason: revocations }
  if (isRevoked(credential, revocations)) return { verdict: 'revoked', credential }
  if (age === 'old' || isOutdated(credential, revocations)) return { verdict: 'renewable', credential }

  return { verdict: 'allowed', credential, copy: revocations.copy }
}

function ageOf(credential: OpenedCredential, now: number): 'over' | 'old' | 'fresh' {
  if (isOver(credential, now)) return 'over'
  return isFresh(credential, now) ? 'fresh' : 'old'
}

async function askOrReason(credential: OpenedCredential, options: CheckOptions, step: Witness) {
  const { mode, trace, copyKey, sources } = options
  const { sessionId, userId } = credential
  try {
    return await askByMode(mode, { sessionId, userId, copyKey: copyKey?.(credential) ?? null }, trace, step, sources)
  } catch (error) {
    if (error instanceof UnavailableError) return error
    throw error
  }
}
