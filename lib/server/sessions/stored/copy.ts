import 'server-only'
import QuickLRU from 'quick-lru'
import * as z from 'zod/mini'
import type { AliveSession } from '@/lib/db/sessions/insert'
import { env } from '@/lib/env'
import { jsonIn } from '@/lib/server/http/body'
import { Counter, Id, Instant, RoleName } from '@/lib/session/claims'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { ageOf, currentMoment, type Moment } from '@/lib/session/revocation/age'
import { keys } from '@/lib/session/revocation/keys'
import { toSeconds } from '@/lib/time'

/** What a check needs of a row, as Redis and this process keep it. Session data is never part of it: that must be current. */
const StoredCopy = z.object({
  userId: Id,
  role: RoleName,
  /** Read with the role, in one query: a credential that carries a higher one knows of a newer role. */
  accessVersion: Counter,
  /** SHA-256, base64url. */
  secretHash: z.string().check(z.regex(/^[\w-]{43}$/)),
  authenticatedAt: Instant,
  idleUntil: Instant,
  endsAt: Instant,
})
export type StoredCopy = z.infer<typeof StoredCopy>

/** @returns null for a row of another model: without a hash there is no secret to compare */
export function copyOf({ user, secretHash, ...row }: AliveSession): StoredCopy | null {
  return (
    secretHash && {
      userId: row.userId,
      ...user,
      secretHash: Buffer.from(secretHash).toString('base64url'),
      authenticatedAt: toSeconds(row.authenticatedAt),
      idleUntil: toSeconds(row.idleUntil),
      endsAt: toSeconds(row.endsAt),
    }
  )
}

export const parseCopy = (text: string | null): StoredCopy | null => StoredCopy.safeParse(jsonIn(text)).data ?? null

/** @throws {UnavailableError} */
export const getCopy = (sessionId: string, ask: AskRedis = askRedis): Promise<string | null> =>
  ask((redis) => redis.get<string>(keys.storedSession(sessionId)))

/**
 * Between our reading of the row and this moment the session may have ended; its end has deleted the copy, and must not
 * find it back. Whoever is denied gets none, and the denial lives longer than any copy.
 */
const keep = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1`

/** @throws {UnavailableError} */
export async function keepCopy(sessionId: string, copy: StoredCopy, ask: AskRedis = askRedis): Promise<void> {
  const names = [keys.storedSession(sessionId), keys.denied(sessionId)]
  await ask((redis) => redis.eval(keep, names, [JSON.stringify(copy), String(env().FRESH_SECONDS)]))
}

interface Kept {
  copy: StoredCopy
  /** Taken before the row or its copy was asked for. */
  since: Moment
}

/** What is known of stored sessions without asking, for whoever follows the feed: every end of a session is in it. */
export class StoredMemory {
  readonly #kept = new QuickLRU<string, Kept>({ maxSize: 5000 })
  /** Being read for other requests of the same session. */
  readonly #underWay = new Map<string, Promise<StoredCopy | null>>()

  recall(sessionId: string): StoredCopy | null {
    const kept = this.#kept.get(sessionId)
    return kept && ageOf(kept.since) <= env().REVOCATION_MAX_AGE_MS ? kept.copy : null
  }

  /** A page that loads asks several times at once: when the kept copy is too old, one of them reads. */
  async joinIn(sessionId: string): Promise<StoredCopy | null> {
    return (await this.#underWay.get(sessionId)) ?? null
  }

  async keep(sessionId: string, find: () => Promise<StoredCopy | null>): Promise<StoredCopy | null> {
    const since = currentMoment()
    const finding = find()
    this.#underWay.set(sessionId, finding)
    try {
      const copy = await finding
      if (copy) this.#kept.set(sessionId, { copy, since })
      return copy
    } finally {
      if (this.#underWay.get(sessionId) === finding) this.#underWay.delete(sessionId)
    }
  }
}
