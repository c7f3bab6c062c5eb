/**
 * The three modes of asking what was revoked. Runs anywhere.
 * `strict`: Redis, every time. `snapshot`: a copy that is a second old at most. `off`: the textbook, for comparison.
 */

import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { type Answer, askStrictly, type Question } from '@/lib/session/revocation/ask'
import { Follower } from '@/lib/session/revocation/follow'
import type { Trace, Witness } from '@/lib/session/trace'

export const modes = ['strict', 'snapshot', 'off'] as const
export type Mode = (typeof modes)[number]

/** For what only reads. Whatever changes something, and whatever is account or admin, is `strict`. */
export const configuredMode = (): Mode => env().REVOCATION_MODE

/** However often a bundler repeats this file: one copy of the feed for a whole isolate. */
const holder: typeof globalThis & { follower?: Follower } = globalThis

export function follower(): Follower {
  holder.follower ??= new Follower()
  return holder.follower
}

/** Who is asked. */
export interface Sources {
  ask: AskRedis
  follower: Follower
}

/** Of this process: every check of the application asks the same. */
export const usualSources = (): Sources => ({ ask: askRedis, follower: follower() })

/** Nobody was asked. */
const nothing: Answer = { denied: false, generation: 0, siteGeneration: 0, accessVersion: 0, copy: undefined }

/**
 * @param witness told whether the copy in memory had the answer, without a wait
 * @throws {UnavailableError} when Redis is unavailable, and no copy will do
 */
export async function askByMode(
  mode: Mode,
  question: Question,
  trace: Trace,
  witness: Witness,
  sources = usualSources(),
): Promise<Answer> {
  if (mode === 'off') return nothing
  if (mode === 'strict') return trace.measure('redis', () => askStrictly(question, sources.ask))

  const known = sources.follower.revocationsFor(question)
  witness.memory = known && !(known instanceof Promise) ? 'hit' : 'miss'
  const followed = known instanceof Promise ? await trace.measure('redis', () => known) : known
  return followed ? { ...followed, copy: undefined } : askOrRemember(question, trace, sources)
}

/** Redis may have gone away between the fetch and this question. */
async function askOrRemember(question: Question, trace: Trace, { ask, follower }: Sources): Promise<Answer> {
  try {
    return await trace.measure('redis', () => askStrictly(question, ask))
  } catch (error) {
    const known = error instanceof UnavailableError ? follower.lastKnown(question) : null
    if (!known) throw error
    return { ...known, copy: undefined }
  }
}
