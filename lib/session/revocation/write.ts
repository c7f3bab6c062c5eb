/**
 * Telling Redis: this session is denied, this counter was raised. Runs anywhere.
 * Postgres is told first, by the caller: a crash in between leaves the fact, and the same call can be repeated.
 */

import { askRedis } from '@/lib/session/redis'
import { denialLifetime, keys } from '@/lib/session/revocation/keys'

/** Names a session, never a token: a token can be spelled in more than one way. @throws {UnavailableError} */
export async function deny(sessionId: string): Promise<void> {
  await askRedis((redis) => redis.set(keys.denied(sessionId), '1', { ex: denialLifetime() }))
}

/** Two who raise at once may arrive in any order; a counter never goes down. */
const raise = `
local current = tonumber(redis.call('GET', KEYS[1]) or '0')
local raised = math.max(current, tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%d', raised), 'EX', ARGV[2])
return raised`

async function raiseTo(key: string, value: number): Promise<void> {
  await askRedis((redis) => redis.eval(raise, [key], [String(value), String(denialLifetime())]))
}

/** @throws {UnavailableError} */
export const raiseGeneration = (userId: string, value: number) => raiseTo(keys.generation(userId), value)
/** @throws {UnavailableError} */
export const raiseAccessVersion = (userId: string, value: number) => raiseTo(keys.accessVersion(userId), value)
/** @throws {UnavailableError} */
export const raiseSiteGeneration = (value: number) => raiseTo(keys.siteGeneration, value)
