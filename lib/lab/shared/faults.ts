/** Stores that are slow, fail or do not answer: passed to a check as an argument, so that other requests are not affected. */

import QuickLRU from 'quick-lru'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { type Fault, lateness, type Switches } from '@/lib/lab/shared/words'
import { expectFailure } from '@/lib/log'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { Follower } from '@/lib/session/revocation/follow'
import { OwnRevocations } from '@/lib/session/revocation/marks'
import type { Sources } from '@/lib/session/revocation/modes'

type Store = UnavailableError['store']

/** Milliseconds after which a request to an unresponsive store fails: the same as for the real stores. */
const timeoutOf = (store: Store) => (store === 'redis' ? env().REDIS_TIMEOUT_MS : env().DATABASE_TIMEOUT_MS)

/** The name distinguishes it in a stack trace from a real outage. */
class LabFault extends Error {
  override readonly name = 'LabFault'
}

/** @throws {UnavailableError} where the fault is more than a delay */
export async function suffer(store: Store, fault: Fault): Promise<void> {
  if (fault === 'slow') await pass(lateness)
  if (fault === 'away') await pass(timeoutOf(store))
  if (fault === 'away' || fault === 'failing') throw expectFailure(new UnavailableError(store, new LabFault(fault)))
}

const pass = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** An experiment's own replica of the revocations, and its current fault. */
interface Experiment {
  follower: Follower
  redis: Fault
}

/** Each may hold a replica of all revocations of several minutes; the LRU briefly holds twice as many. */
const most = 4

/** On `globalThis`, because a bundler may include this file several times: one cache per isolate. */
const holder: typeof globalThis & { experiments?: QuickLRU<string, Experiment> } = globalThis

/**
 * The replica is created when a check first asks for it, which happens only after a credential was opened:
 * unauthenticated requests cannot evict an experiment.
 * @returns undefined for the usual sources
 */
export function sourcesFor({ experiment, redis }: Switches): Sources | undefined {
  if (experiment === null && redis === 'none') return undefined

  const name = experiment ?? `without an experiment, ${redis}`
  return {
    ask: through(() => redis),
    get follower() {
      return remember(name, redis).follower
    },
    // Another server, which has revoked nothing itself: what it knows, it knows from Redis.
    own: new OwnRevocations(),
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
