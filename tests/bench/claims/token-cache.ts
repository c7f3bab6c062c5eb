import { randomUUID } from 'node:crypto'
import type { ClaimFigure } from '@/lib/figures/claims'
import { signAccess } from '@/lib/session/bearer/access-token'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'
import { microsecondsOf } from '@/tests/bench/check/microseconds'
import { medianOf, toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { claimsFor } from '@/tests/bench/claims/tokens'
import { median } from '@/tests/bench/support/statistics'
import { measureExchange, ratiosOf } from '@/tests/bench/token/exchange'
import { models } from '@/tests/support/models'

/** To sign a token, and to fetch one from Redis; and how many tokens per second with a cache, by those without one. */
export async function cachePays({ started, stores, quick }: Stage): Promise<readonly ClaimFigure[]> {
  const times = quick ? 10 : 1000
  const claims = claimsFor(randomUUID())
  const token = await signAccess(claims)
  const key = redisKey('bench:token')
  await askRedis((redis) => redis.set(key, token, { ex: 60 }))
  const make = () => signAccess(claims)
  const fetchToken = () => askRedis((redis) => redis.get(key))
  await microsecondsOf(times / 10, make)
  await microsecondsOf(times / 10, fetchToken)
  const inProcess = [
    medianOf('token_time', 'sign', await microsecondsOf(times, make)),
    medianOf('token_time', 'fetch-from-redis', await microsecondsOf(times, fetchToken)),
  ]

  const { apps, measured } = await measureExchange({ started, stores, quick, seconds: 20 })
  await Promise.all(Object.values(apps).map(({ stop }) => stop()))
  const ratio = (way: 'hit' | 'miss') =>
    median(measured.flatMap((turns) => models.flatMap((model) => ratiosOf(turns, model, way))))
  const overHttp = (['hit', 'miss'] as const).map((way) =>
    toFigure('tokens_with_cache', `cache-${way}`, ratio(way), 'ratio'),
  )
  return [...inProcess, ...overHttp]
}
