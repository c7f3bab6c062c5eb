import 'server-only'
import { askRedis } from '@/lib/session/redis'

const script = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

/** What stands under the key by now may be somebody else's, or the next one. @throws {UnavailableError} */
export async function deleteIfStill(key: string, value: string): Promise<void> {
  await askRedis((redis) => redis.eval(script, [key], [value]))
}
