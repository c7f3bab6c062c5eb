import 'server-only'
import { askRedis } from '@/lib/session/redis'

/** One run per reader at a time: each keeps four thieves busy. */

const keyOf = (userId: string) => `sss:lab:turn:${userId}`

/** @throws {UnavailableError} */
export async function takeTurn(userId: string, seconds: number): Promise<boolean> {
  const taken = await askRedis((redis) => redis.set(keyOf(userId), '1', { nx: true, ex: seconds + 10 }))
  return taken !== null
}

/** It ends by itself, too. @throws {UnavailableError} */
export async function giveBackTurn(userId: string): Promise<void> {
  await askRedis((redis) => redis.del(keyOf(userId)))
}
