import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import type { ClaimFigure } from '@/lib/figures/claims'
import { endSession } from '@/lib/server/sessions/end'
import { keys } from '@/lib/session/revocation/keys'
import { modes } from '@/lib/session/revocation/modes'
import { deny } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { checkOf, toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { bytesInRedis } from '@/tests/bench/claims/stored-bytes'
import { newPerson } from '@/tests/integration/support/person'
import { open, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

/** What a list of revoked sessions costs: calls of Redis per check and per revocation, bytes per revoked session, and for how long. */
export async function blacklist(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { upstash, env } = stage.stores
  const checks = await stage.checks()
  const perCheck = modes.map((mode) =>
    toFigure('redis_calls_per_check', 'signed', checkOf(checks, 'signed', mode).redisPerCheck, 'requests', { mode }),
  )
  const perRevocation: ClaimFigure[] = []
  const { userId } = await newPerson()
  const repetitions = stage.quick ? 1 : 20
  for (const model of models) {
    let calls = 0
    for (let done = 0; done < repetitions; done += 1) {
      const credential = await open((await start(model, userId)).cookies)
      const before = await upstash.calls()
      await endSession(credential, 'logout', nowInSeconds())
      calls += (await upstash.calls()) - before
    }
    perRevocation.push(toFigure('redis_calls_per_revocation', model, calls / repetitions, 'requests'))
  }
  const redis = env.EMBEDDED_REDIS_URL ?? ''
  return [...perCheck, ...perRevocation, ...(await measureGrowth(redis, stage.quick ? 20 : 1000))]
}

async function measureGrowth(url: string, revocations: number): Promise<readonly ClaimFigure[]> {
  const ids = Array.from({ length: revocations }, () => randomUUID())
  const before = await bytesInRedis(url)
  for (const id of ids) await deny(id)
  const bytes = Math.round(((await bytesInRedis(url)) - before) / revocations)

  const redis = new Redis(url)
  try {
    const lifetime = await redis.ttl(keys.denied(ids.at(-1) ?? ''))
    return [toFigure('bytes_per_revocation', 'redis', bytes, 'bytes'), toFigure('kept_for', 'redis', lifetime, 's')]
  } finally {
    redis.disconnect()
  }
}
