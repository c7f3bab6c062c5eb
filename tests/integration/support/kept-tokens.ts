import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'

/** The names under which Redis caches tokens of a session. */
export const kept = async (sessionId: string) => {
  const [, names] = await askRedis((redis) => redis.scan(0, { match: keys.token(sessionId, '*'), count: 10_000 }))
  return names
}

export async function theOneKept(sessionId: string): Promise<string> {
  const [name, another] = await kept(sessionId)
  if (!name || another) throw new Error(`not one token is kept, but ${another ? 'several' : 'none'}`)
  return name
}
