/**
 * Publishes revocations to Redis: a session is denied, a counter was raised. Runs anywhere.
 * The caller writes to Postgres first: after a crash in between, the same call can be retried.
 */

import { askRedis } from '@/lib/session/redis'
import { denialLifetime, keys } from '@/lib/session/revocation/keys'
import { type Mark, ownRevocations } from '@/lib/session/revocation/marks'

/**
 * One script, so that a strict check and the feed change in the same instant. Two writers may arrive in any order, so a
 * value never goes down. The feed lives as long as its epoch; when Redis has lost it, a new one begins. Times are
 * Redis's own, so that no writer's clock skew trims entries that others still need. The script looks at the hundred
 * oldest entries, which is more than one call ever adds. An entry without an end may still be valid: it is removed with
 * the next one that has expired.
 * The holder of a dead cookie can end its session again and again, and a feed that is too long is useless. So the mark
 * of a denial is its entry: while that entry is in the feed and has four fifths of its life left, nothing is added. A
 * write that a crash interrupted has no entry, and neither has one whose feed was lost since; both are written again.
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

async function write(key: string, mark: Mark, copies: readonly string[] = []): Promise<void> {
  // First: this process refuses the session from now on, also when Redis does not take the revocation.
  ownRevocations().add(mark)

  const { kind, subject, value } = mark
  const written = [key, keys.feed(), keys.feedHead(), ...copies]
  const facts = [kind, subject, String(value), String(denialLifetime()), crypto.randomUUID()]
  await askRedis((redis) => redis.eval(tell, written, facts))
}

/** Denies a session, never a token: one token can be spelled in more than one way. @throws {UnavailableError} */
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
