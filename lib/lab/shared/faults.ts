/** Stores that are slow, fail or do not answer: handed to a check as an argument, so that nobody else meets them. */

import QuickLRU from 'quick-lru'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { type Fault, lateness, type Switches } from '@/lib/lab/shared/words'
import { expectFailure } from '@/lib/log'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { Follower } from '@/lib/session/revocation/follow'
import type { Sources } from '@/lib/session/revocation/modes'

type Store = UnavailableError['store']

/** Milliseconds after which a request to a store that does not answer fails: the same as for the real stores. */
const timeoutOf = (store: Store) => (store === 'redis' ? env().REDIS_TIMEOUT_MS : env().DATABASE_TIMEOUT_MS)

/** By its name a reader of a stack tells it from a store that is unavailable. */
class LabFault extends Error {
  override readonly name = 'LabFault'
}

/** @throws {UnavailableError} where the fault is more than lateness */
export async function suffer(store: Store, fault: Fault): Promise<void> {
  if (fault === 'slow') await pass(lateness)
  if (fault === 'away') await pass(timeoutOf(store))
  if (fault === 'away' || fault === 'failing') throw expectFailure(new UnavailableError(store, new LabFault(fault)))
}

const pass = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Its own copy of the revocations, and what stands between it and Redis just now. */
interface Experiment {
  follower: Follower
  redis: Fault
}

/** Each may hold a copy of all that was revoked within minutes, and twice as many are held for a moment. */
const most = 4

/** However often a bundler repeats this file: one memory for a whole isolate. */
const holder: typeof globalThis & { experiments?: QuickLRU<string, Experiment> } = globalThis

/**
 * The copy is begun when a check first asks for it, which none does before it has opened a credential: whoever has none
 * pushes nobody's experiment out.
 * @returns undefined for the usual sources
 */
export function sourcesFor({ experiment, redis }: Switches): Sources | undefined {
  if (experiment === null && redis === 'none') return undefined

  const name = experiment ?? `of whoever names none, ${redis}`
  return {
    ask: through(() => redis),
    get follower() {
      return remember(name, redis).follower
    },
  }
}

function remember(name: string, redis: Fault): Experiment {
  holder.experiments ??= new QuickLRU({ maxSize: most, maxAge: 600_000 })
  const known = holder.experiments.get(name)
  if (known) {
    known.redis = redis
    return known
  }

  const begun: Experiment = { redis, follower: new Follower(through(() => begun.redis)) }
  holder.experiments.set(name, begun)
  return begun
}

function through(fault: () => Fault): AskRedis {
  return async (question) => {
    await suffer('redis', fault())
    return askRedis(question)
  }
}
