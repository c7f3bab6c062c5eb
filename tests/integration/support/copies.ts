import { vi } from 'vitest'
import * as z from 'zod'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import type { IssuedCookie } from '@/lib/session/cookies'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { configuredMode, type Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { open, present, start } from '@/tests/integration/support/session'
import { Signal } from '@/tests/integration/support/signal'

/** The rows of stored sessions that Redis and this process cache: read, forged, and used by a check. */

interface Looking {
  mode?: Mode
  now?: number
}

/** The check of a page request. @returns its verdict, and which stores it called */
export async function lookIn(cookies: readonly IssuedCookie[], looking: Looking = {}) {
  const { mode = configuredMode(), now = nowInSeconds() } = looking
  const trace = new Trace()
  const visitor = await checkVisitor(present(cookies), { now, trace, mode, renewFor: null })
  const asked = trace.steps.map(({ name }) => name).filter((name) => name === 'redis' || name === 'postgres')
  return { ...visitor, asked }
}

/** A user who is logged in by `stored`, and whose row is not cached yet. */
export async function newStored(now?: number) {
  const { userId } = await newPerson()
  const { session, cookies } = await start('stored', userId, now)
  const credential = await open(cookies, now)
  if (credential.model !== 'stored') throw new Error('not a stored session')
  return { userId, sessionId: session.id, cookies, credential }
}

export const copyIn = (sessionId: string) => askRedis((redis) => redis.get<string>(keys.storedSession(sessionId)))

export const putCopy = (sessionId: string, copy: string | object) =>
  askRedis((redis) =>
    redis.set(keys.storedSession(sessionId), typeof copy === 'string' ? copy : JSON.stringify(copy), { ex: 300 }),
  )

export const dropCopy = (sessionId: string) => askRedis((redis) => redis.del(keys.storedSession(sessionId)))

/** Every call to Redis is one request over HTTP. */
export async function countCalls(work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(globalThis, 'fetch')
  try {
    await work()
    return spy.mock.calls.length
  } finally {
    spy.mockRestore()
  }
}

type Arrival = 'kept' | 'refused'

/**
 * The next cached row on its way to Redis, held there. It arrives also after its sender's timeout, as a late packet
 * does.
 */
export interface HeldCopy {
  sent: Promise<void>
  arrive: () => Promise<Arrival>
}

export function holdCopy(sessionId: string): HeldCopy {
  const [sent, letGo, arrived] = [new Signal(), new Signal(), new Signal<Arrival>()]
  const send = globalThis.fetch
  let isHeld = false
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    if (isHeld || !isKeeping(init?.body, sessionId)) return send(address, init)

    isHeld = true
    sent.give()
    await letGo.given
    const answer = await send(address, { ...init, signal: null })
    const [{ result }] = Reply.parse(await answer.clone().json())
    arrived.give(result === 1 ? 'kept' : 'refused')
    return answer
  })
  return {
    sent: sent.given,
    arrive: () => {
      spy.mockRestore()
      letGo.give()
      return arrived.given
    },
  }
}

/** The client sends every command as a pipeline. */
const Reply = z.tuple([z.object({ result: z.union([z.literal(0), z.literal(1)]) })])

/** Its first key is that of the cached row; a denial names it last. */
function isKeeping(body: unknown, sessionId: string): boolean {
  return typeof body === 'string' && body.includes(`,2,"${keys.storedSession(sessionId)}",`)
}
