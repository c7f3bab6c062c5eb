/**
 * The three modes of asking what was revoked. Runs anywhere. `strict`: asks Redis every time. `snapshot`: a local
 * replica that is a second old at most. `off`: the stateless baseline.
 */

import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { type Answer, askStrictly, type Question, type Revocations } from '@/lib/session/revocation/ask'
import { Follower } from '@/lib/session/revocation/follow'
import { type OwnRevocations, ownRevocations } from '@/lib/session/revocation/marks'
import type { Trace, Witness } from '@/lib/session/trace'

export const modes = ['strict', 'snapshot', 'off'] as const
export type Mode = (typeof modes)[number]

/** The mode for requests that only read. Requests that write, and those about the account or for admins, are `strict`. */
export const configuredMode = (): Mode => env().REVOCATION_MODE

/** On `globalThis`, because a bundler may include this file several times: an isolate has one replica. */
const holder: typeof globalThis & { follower?: Follower } = globalThis

export function follower(): Follower {
  holder.follower ??= new Follower()
  return holder.follower
}

/** The connection and the replica that a check asks. */
export interface Sources {
  ask: AskRedis
  follower: Follower
  /** The revocations written by this process: refused at once, before the feed has them. */
  own: OwnRevocations
}

/** The sources of this process: all checks of the application share them. */
export const usualSources = (): Sources => ({
  ask: askRedis,
  follower: follower(),
  own: ownRevocations(),
})

/** The answer in mode `off`, in which a check asks neither Redis nor the replica. */
const nothing: Answer = { denied: false, generation: 0, siteGeneration: 0, accessVersion: 0, copy: undefined }

/**
 * @param witness receives whether the replica answered without a wait
 * @throws {UnavailableError} when Redis is unavailable, and the replica is too old
 */
export async function askByMode(
  mode: Mode,
  question: Question,
  trace: Trace,
  witness: Witness,
  sources = usualSources(),
): Promise<Answer> {
  if (mode === 'off') return nothing

  const own = sources.own.revocationsFor(question)
  if (own?.denied) return { ...own, copy: undefined }

  const answer = await askOthers(mode, { question, trace, witness, sources })
  // Once more: this process may have revoked it during the wait.
  return joined(answer, sources.own.revocationsFor(question))
}

interface Asking {
  question: Question
  trace: Trace
  witness: Witness
  sources: Sources
}

async function askOthers(mode: Exclude<Mode, 'off'>, { question, trace, witness, sources }: Asking): Promise<Answer> {
  if (mode === 'strict') return trace.measure('redis', () => askStrictly(question, sources.ask))

  const known = sources.follower.revocationsFor(question)
  witness.memory = known && !(known instanceof Promise) ? 'hit' : 'miss'
  const followed = known instanceof Promise ? await trace.measure('redis', () => known) : known
  return followed ? { ...followed, copy: undefined } : askOrRemember(question, trace, sources)
}

/** Denied where one of both says so, and of each counter the higher value. */
function joined(answer: Answer, own: Revocations | null): Answer {
  if (!own) return answer
  return {
    denied: answer.denied || own.denied,
    generation: Math.max(answer.generation, own.generation),
    siteGeneration: Math.max(answer.siteGeneration, own.siteGeneration),
    accessVersion: Math.max(answer.accessVersion, own.accessVersion),
    copy: answer.copy,
  }
}

/** Falls back to the replica when Redis fails between the fetch and this question. */
async function askOrRemember(question: Question, trace: Trace, { ask, follower }: Sources): Promise<Answer> {
  try {
    return await trace.measure('redis', () => askStrictly(question, ask))
  } catch (error) {
    const known = error instanceof UnavailableError ? follower.lastKnown(question) : null
    if (!known) throw error
    return { ...known, copy: undefined }
  }
}
