import 'server-only'
import { newId } from '@/lib/ids'
import { deleteIfStill } from '@/lib/lab/server/delete-if-still'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'

/** One experiment per reader at a time: each opens sessions, and keeps several requests busy. */

const keyOf = (userId: string) => redisKey(`lab:turn:${userId}`)

/**
 * @param seconds after which the turn ends by itself, should whoever has it break off
 * @returns what gives it back; null while another one goes on. An experiment that has come to its end has done so without
 *   Redis too: then the turn ends by itself.
 * @throws {UnavailableError}
 */
export async function takeTurn(userId: string, seconds: number): Promise<(() => Promise<void>) | null> {
  const [key, turn] = [keyOf(userId), newId()]
  const taken = await askRedis((redis) => redis.set(key, turn, { nx: true, ex: seconds }))
  if (taken === null) return null

  return async () => {
    await orUnavailable(() => deleteIfStill(key, turn), undefined, 'lab_turn_kept')
  }
}
