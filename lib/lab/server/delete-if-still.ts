import 'server-only'
import { askRedis } from '@/lib/session/redis'

const script = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

/** Deletes the key only if it still has this value: by now it may hold the value of a later owner. @throws {UnavailableError} */
export async function deleteIfStill(key: string, value: string): Promise<void> {
  await askRedis((redis) => redis.eval(script, [key], [value]))
}
