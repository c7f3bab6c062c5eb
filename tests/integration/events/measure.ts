import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import { type Stores, usualStores } from '@/lib/server/sessions/lifecycle'
import { StoredMemory } from '@/lib/server/sessions/stored/copy' // model: stored
import { check } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Presented } from '@/lib/session/presented'
import { askRedis } from '@/lib/session/redis'
import { Follower } from '@/lib/session/revocation/follow'
import { OwnRevocations } from '@/lib/session/revocation/marks'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import type { Performer } from '@/tests/integration/events/performer'
import { afterAnswer, type Scene } from '@/tests/integration/events/scene'
import { present } from '@/tests/integration/support/session'

/** What a check says. `renewable`: accepted, and the next request gets a new credential. */
export type Sight = 'alive' | 'renewable' | 'revoked' | 'expired' | 'unreadable' | 'unavailable'

/** What a credential is worth before an event, and after it in each process. */
interface Seen {
  before: Sight
  /** In the process that performed it, in mode snapshot. */
  here: Sight
  /** In another process, in mode strict. */
  strictly: Sight
  /** In another process in mode snapshot, whose replica is from before the event. */
  atOnce: Sight
  /** The same as soon as its replica is older than REVOCATION_MAX_AGE_MS. */
  inTime: Sight
}

export interface Measured {
  scene: Scene
  of: (presented: Presented) => Seen
  /** The browser's cookies after the answer; none where it has no session then. */
  answer: readonly IssuedCookie[]
  /** What the process of the event, and another one at once, say to these cookies. */
  next: readonly Sight[]
}

type Look = (presented: Presented) => Promise<Sight>

/** A process of the deployment with a replica and caches of its own: it learns of the event through Redis and Postgres alone. */
function anotherProcess(): Stores {
  return {
    ...usualStores(),
    sources: { ask: askRedis, follower: new Follower(), own: new OwnRevocations() },
    memory: new StoredMemory(), // model: stored
  }
}

/** The check of a page request: reads, and changes nothing. */
function lookIn(stores: Stores, mode: Mode, now: number): Look {
  return async (presented) => {
    const options = { now, mode, trace: new Trace() }
    const { verdict } = await check(presented, { ...options, sources: stores.sources })
    const visitor = await checkVisitor(presented, { ...options, stores, renewFor: null })
    if (visitor.verdict === 'allowed') return verdict === 'renewable' ? 'renewable' : 'alive'
    if (visitor.verdict === 'anonymous') return visitor.stranger === 'expired' ? 'expired' : 'unreadable'
    return visitor.verdict
  }
}

/** The isolate keeps its replica there. */
const isolate: { follower?: unknown } & typeof globalThis = globalThis

/** @param age makes the replica of every process older than REVOCATION_MAX_AGE_MS */
export async function measure(scene: Scene, perform: Performer, age: () => void): Promise<Measured> {
  Reflect.deleteProperty(isolate, 'follower')
  const here = lookIn(usualStores(), 'snapshot', scene.now)
  const strictly = lookIn(anotherProcess(), 'strict', scene.now)
  const elsewhere = lookIn(anotherProcess(), 'snapshot', scene.now)

  // Every replica has been read before the event, and every row is cached.
  await lookAtAll(scene, here)
  const before = await lookAtAll(scene, elsewhere)
  const answer = afterAnswer(await perform(scene))
  const atOnce = await lookAtAll(scene, elsewhere)
  const next = answer.length > 0 ? [await here(present(answer)), await elsewhere(present(answer))] : []
  const sights = { before, here: await lookAtAll(scene, here), strictly: await lookAtAll(scene, strictly), atOnce }
  age()
  return { scene, answer, next, of: finderIn({ ...sights, inTime: await lookAtAll(scene, elsewhere) }) }
}

type Sights = ReadonlyMap<Presented, Sight>

async function lookAtAll({ current, chosen, others, strangers }: Scene, look: Look): Promise<Sights> {
  const sights = new Map<Presented, Sight>()
  for (const { presents } of [current, chosen, ...others, ...strangers])
    for (const presented of Object.values(presents)) sights.set(presented, await look(presented))
  return sights
}

const finderIn = (all: Readonly<Record<keyof Seen, Sights>>) => (presented: Presented) => {
  const at = (place: keyof Seen) => all[place].get(presented) ?? 'unavailable'
  return {
    before: at('before'),
    here: at('here'),
    strictly: at('strictly'),
    atOnce: at('atOnce'),
    inTime: at('inTime'),
  }
}
