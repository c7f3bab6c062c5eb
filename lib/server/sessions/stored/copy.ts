import 'server-only'
import QuickLRU from 'quick-lru'
import * as z from 'zod/mini'
import type { AliveSession } from '@/lib/db/sessions/alive'
import { env } from '@/lib/env'
import { jsonIn } from '@/lib/server/http/body'
import { Amr } from '@/lib/session/assurance'
import { Counter, Id, Instant, RoleName } from '@/lib/session/claims'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { ageOf, currentMoment, type Moment } from '@/lib/session/revocation/age'
import type { Follower } from '@/lib/session/revocation/follow'
import { keys } from '@/lib/session/revocation/keys'
import { toSeconds } from '@/lib/time'

/** The fields of a row that a check needs, as cached in Redis and in this process. Session data must be current: not cached. */
const StoredCopy = z.object({
  userId: Id,
  role: RoleName,
  /** Read with the role, in one query: a credential with a higher version knows of a newer role. */
  accessVersion: Counter,
  /** SHA-256, base64url. */
  secretHash: z.string().check(z.regex(/^[\w-]{43}$/)),
  authenticatedAt: Instant,
  amr: Amr,
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
      amr: Amr.parse(row.amr),
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
 * Prevents a race condition: the session may have ended after we read its row, and its end has deleted the cached row,
 * which must not be written again. A denied session is not cached, and its denial lives longer than any cached row.
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

type Followed = Pick<Follower, 'continuity'>

interface Kept {
  copy: StoredCopy
  /** Both read before the row or its cached copy was requested. */
  since: Moment
  continuity: object | null
}

/**
 * In-process cache of stored sessions, for the snapshot mode: the check has looked for their end in the local replica. A row
 * counts as long as a credential is fresh; after a gap in the feed or an outage of Redis, for REVOCATION_MAX_AGE_MS.
 */
export class StoredMemory {
  readonly #kept = new QuickLRU<string, Kept>({ maxSize: 5000 })
  /** Reads that are running for other requests of the same session. */
  readonly #underWay = new Map<string, Promise<StoredCopy | null>>()

  recall(sessionId: string, { continuity }: Followed): StoredCopy | null {
    const kept = this.#kept.get(sessionId)
    if (!kept) return null

    const isFollowed = continuity !== null && kept.continuity === continuity
    const longest = isFollowed ? env().FRESH_SECONDS * 1000 : env().REVOCATION_MAX_AGE_MS
    return ageOf(kept.since) <= longest ? kept.copy : null
  }

  /** A page that loads sends several requests at once: when the cached row is too old, one of them reads it for all. */
  async joinIn(sessionId: string): Promise<StoredCopy | null> {
    return (await this.#underWay.get(sessionId)) ?? null
  }

  async keep(
    sessionId: string,
    { continuity }: Followed,
    find: () => Promise<StoredCopy | null>,
  ): Promise<StoredCopy | null> {
    const since = currentMoment()
    const finding = find()
    this.#underWay.set(sessionId, finding)
    try {
      const copy = await finding
      if (copy) this.#kept.set(sessionId, { copy, since, continuity })
      return copy
    } finally {
      if (this.#underWay.get(sessionId) === finding) this.#underWay.delete(sessionId)
    }
  }
}
