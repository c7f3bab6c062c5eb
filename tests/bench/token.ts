import { parseEnv } from '@/lib/env'
import type { BenchOptions } from '@/tests/bench/run'
import { startBenchStores } from '@/tests/bench/support/stores'
import { judgeCache } from '@/tests/bench/token/cache-verdict'
import { measureExchange } from '@/tests/bench/token/exchange'
import { measureOverHttp } from '@/tests/bench/token/over-http'
import { measureRefusals } from '@/tests/bench/token/refusals'

/** The cost of issuing a token, with and without a cache, and the cost of refusing a forged one. */
export async function token({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const stores = await startBenchStores(started)
  Object.assign(process.env, stores.env)

  const { apps, measured, printed } = await measureExchange({ started, stores, quick })
  const verdict = judgeCache(measured, parseEnv(stores.env).TOKEN_CACHE)
  console.log(printed)
  console.log(
    '\nPOST /api/token. Hit: every token is found in the cache; miss: none is. Milliseconds; tokens/s and ratio: medians of' +
      '\nshort turns, and the ratio to the figures without the cache in the same turn. For one token, counted on the wire:' +
      '\nqueries of PostgreSQL and calls of Redis.\n',
  )
  console.log(`${verdict.said}\n`)

  const cold = await measureRefusals(quick ? 3 : 500)
  console.log(`${cold.printed}\n\nMicroseconds of one openAccess(). Ratio: of the medians.\n`)
  const overHttp = await measureOverHttp(apps.off, quick)
  console.log(`${overHttp.printed}\n\nMilliseconds, one connection.`)
  return quick ? [] : [...verdict.broken, ...cold.broken, ...overHttp.broken]
}
