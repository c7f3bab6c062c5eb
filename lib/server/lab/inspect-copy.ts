import 'server-only'
import { parseCopy } from '@/lib/server/stored/copy'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'

/** What Redis keeps of a stored session's row, without its hash. @returns null where it keeps nothing */
export async function inspectCopy(sessionId: string) {
  const key = keys.storedSession(sessionId)
  const [text, ttl] = await Promise.all([
    askRedis((redis) => redis.get<string>(key)),
    askRedis((redis) => redis.ttl(key)),
  ])
  const copy = parseCopy(text)
  if (!copy) return null

  const { secretHash: _, ...shown } = copy
  return { key, ttl, shown }
}
