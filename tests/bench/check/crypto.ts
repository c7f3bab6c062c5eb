import { unsealData } from 'iron-session'
import { jwtVerify } from 'jose'
import { env } from '@/lib/env'
import { signingKey, verifyingKey } from '@/lib/session/bearer/keys'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { presentNew } from '@/tests/bench/check/credentials'
import { microsecondsOf } from '@/tests/bench/check/microseconds'

/** The cost of the libraries and of Redis by themselves, on this machine, for comparison with a check. */

export async function unsealing(count: number, now: number): Promise<number[]> {
  const { cookies } = await presentNew('sealed', now)
  const [password = ''] = env().SESSION_PASSWORDS
  return microsecondsOf(count, () => unsealData(cookies['__Host-sealed'] ?? '', { password, ttl: 0 }))
}

export async function verifying(count: number, now: number): Promise<number[]> {
  const { cookies } = await presentNew('signed', now)
  const key = await verifyingKey((await signingKey()).kid)
  if (!key) throw new Error('no key verifies what the first one signs')

  return microsecondsOf(count, () => jwtVerify(cookies['__Host-signed'] ?? '', key, { algorithms: ['ES256'] }))
}

/** The Redis query of a strict check alone. */
export function roundTrips(count: number): Promise<number[]> {
  const names = [
    keys.denied('unknown'),
    keys.generation('unknown'),
    keys.siteGeneration(),
    keys.accessVersion('unknown'),
  ]
  return microsecondsOf(count, () => askRedis((redis) => redis.mget(...names)))
}
