/**
 * Telling Redis: this session is denied, this counter was raised. Runs anywhere.
 * Postgres is told first, by the caller: a crash in between leaves the fact, and the same call can be repeated.
 */

import { askRedis } from '@/lib/session/redis'
import type { EntryKind } from '@/lib/session/revocation/feed'
import { denialLifetime, keys } from '@/lib/session/revocation/keys'

/**
 * One script, so that whoever asks strictly and whoever follows the feed are told in the same instant. Two who raise at
 * once may arrive in any order: a value never goes down. The feed is as old as its epoch; when Redis has lost it, another
 * one begins. Times are Redis's own, so that no writer's clock trims what others still need. Of the oldest entries a hundred
 * are looked at: more than are ever added at once. What says no end may not have ended: it
 * goes with the next that has.
 *
 * Whoever has a dead cookie can end its session again and again, and a feed that is too long is of use to nobody. So the mark
 * of a denial is its entry: as long as that very entry is in the feed, and four fifths of its life are left, nothing is added.
 * What a crash has cut short has no entry; nor has what was told to a feed that was lost since, also when another has begun.
 */
const tell = `
local mark, feed, head, copy = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local kind, subject, value, lifetime, epoch = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]

local known = redis.call('GET', mark) or ''
local hasFeed = redis.call('HEXISTS', head, 'epoch') == 1
if copy then redis.call('DEL', copy) end
if hasFeed and redis.call('ZSCORE', feed, known) and redis.call('TTL', mark) * 5 > lifetime * 4 then return 0 end

value = math.max(value, tonumber(known) or 0)
if not hasFeed then
  redis.call('DEL', feed)
  redis.call('HSET', head, 'epoch', epoch, 'trimmed', '0')
end
local counter = redis.call('HINCRBY', head, 'counter', 1)
local now = tonumber(redis.call('TIME')[1])
local entry = string.format('%d|%s|%s|%d|%d', counter, kind, subject, value, now + lifetime)
redis.call('ZADD', feed, counter, entry)
redis.call('SET', mark, kind == 'denied' and entry or string.format('%d', value), 'EX', lifetime)

local oldest = redis.call('ZRANGE', feed, 0, 99, 'WITHSCORES')
for place = 1, #oldest, 2 do
  local ends = tonumber(string.match(oldest[place], '%d+$'))
  if ends and ends > now then break end
  if ends then
    redis.call('ZREMRANGEBYSCORE', feed, '-inf', oldest[place + 1])
    redis.call('HSET', head, 'trimmed', oldest[place + 1])
  end
end
for _, key in ipairs({ feed, head }) do
  if redis.call('TTL', key) < lifetime then redis.call('EXPIRE', key, lifetime) end
end
return counter`

interface Mark {
  kind: EntryKind
  /** A session's or a user's id; empty for the whole site. */
  subject: string
  value: number
}

async function write(key: string, { kind, subject, value }: Mark, copies: readonly string[] = []): Promise<void> {
  const written = [key, keys.feed(), keys.feedHead(), ...copies]
  const facts = [kind, subject, String(value), String(denialLifetime()), crypto.randomUUID()]
  await askRedis((redis) => redis.eval(tell, written, facts))
}

/** Names a session, never a token: a token can be spelled in more than one way. @throws {UnavailableError} */
export function deny(sessionId: string): Promise<void> {
  const mark: Mark = { kind: 'denied', subject: sessionId, value: 1 }
  return write(keys.denied(sessionId), mark, [keys.storedSession(sessionId)])
}

/** @throws {UnavailableError} */
export const raiseGeneration = (userId: string, value: number) =>
  write(keys.generation(userId), { kind: 'generation', subject: userId, value })

/** @throws {UnavailableError} */
export const raiseAccessVersion = (userId: string, value: number) =>
  write(keys.accessVersion(userId), { kind: 'access', subject: userId, value })

/** @throws {UnavailableError} */
export const raiseSiteGeneration = (value: number) => write(keys.siteGeneration(), { kind: 'site', subject: '', value })
