/** Asks Redis what was revoked: one round trip, no cache. Runs anywhere. */

import * as z from 'zod/mini'
import { UnavailableError } from '@/lib/errors'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import type { Counters, Credential } from '@/lib/session/session'

/** A missing counter was never raised, or so long ago that every fresh credential is newer. */
export interface Revocations extends Counters {
  denied: boolean
}

type CutOffs = Pick<Counters, 'generation' | 'siteGeneration'>

export interface Question extends Pick<Credential, 'sessionId' | 'userId'> {
  /** A key to read in the same round trip: the cached row of the session. */
  copyKey: string | null
}

export interface Answer extends Revocations {
  /** The value of that key; null when there is none, undefined when Redis was not asked for it. */
  copy: string | null | undefined
}

const Count = z.pipe(z.nullable(z.string().check(z.regex(/^\d{1,15}$/))), z.transform(Number))
const Text = z.nullable(z.string())
const Reply = z.tuple([Text, Count, Count, Count], Text)

/** @throws {UnavailableError} also for a reply that is not what we wrote */
export async function askStrictly({ sessionId, userId, copyKey }: Question, ask: AskRedis = askRedis): Promise<Answer> {
  const names = [keys.denied(sessionId), keys.generation(userId), keys.siteGeneration(), keys.accessVersion(userId)]
  const asked = copyKey ? [...names, copyKey] : names
  const reply = Reply.safeParse(await ask((redis) => redis.mget<unknown[]>(...asked)))
  if (!reply.success || reply.data.length !== asked.length) throw new UnavailableError('redis', reply.error)

  const [denied, generation, siteGeneration, accessVersion, copy] = reply.data
  return { denied: denied !== null, generation, siteGeneration, accessVersion, copy }
}

/** Reads the counters that a session must not be behind when it starts. @throws {UnavailableError} */
export async function askCutOffs(userId: string): Promise<CutOffs> {
  const names = [keys.generation(userId), keys.siteGeneration()]
  const reply = z.tuple([Count, Count]).safeParse(await askRedis((redis) => redis.mget<unknown[]>(...names)))
  if (!reply.success) throw new UnavailableError('redis', reply.error)

  const [generation, siteGeneration] = reply.data
  return { generation, siteGeneration }
}

export function isRevoked(credential: CutOffs, revocations: Revocations): boolean {
  return revocations.denied || isCutOff(credential, revocations)
}

export function isCutOff(credential: CutOffs, raised: CutOffs): boolean {
  return raised.generation > credential.generation || raised.siteGeneration > credential.siteGeneration
}

export function isOutdated(credential: Counters, revocations: Counters): boolean {
  return revocations.accessVersion > credential.accessVersion
}
