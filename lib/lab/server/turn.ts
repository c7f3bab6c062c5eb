import 'server-only'
import { newId } from '@/lib/ids'
import { deleteIfStill } from '@/lib/lab/server/delete-if-still'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'

/** One experiment per reader at a time: each opens sessions and causes many requests. */

const keyOf = (userId: string) => redisKey(`lab:turn:${userId}`)

/**
 * @param seconds after which the turn ends by itself, if the experiment is interrupted
 * @returns a function that ends the turn; null while another experiment runs. If Redis is unavailable at the end, the
 *   turn ends by itself.
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
