import { median } from '@/tests/bench/support/statistics'
import type { Turns } from '@/tests/bench/support/turns'
import { ratiosOf } from '@/tests/bench/token/exchange'
import { models } from '@/tests/support/models'

/**
 * The limits for `on` as the default, as a ratio of tokens per second to those without a cache. A caller who keeps a
 * token until it expires never hits the cache, and must not lose by it; a caller who requests a token each time always
 * hits it, and must gain.
 */
const required = { miss: 0.95, hit: 1.1 }

export interface Verdict {
  said: string
  broken: readonly string[]
}

/** @param chosen the default in lib/env.ts */
export function judgeCache(measured: readonly Turns[], chosen: 'on' | 'off'): Verdict {
  const miss = medianOf(measured, 'miss')
  const hit = medianOf(measured, 'hit')
  const pays = miss >= required.miss && hit >= required.hit
  const said = [
    `The cache ${pays ? 'pays' : 'does not pay'} when the callers are unknown. Median ratio to no cache:`,
    `${miss.toFixed(2)} times as many tokens for callers who keep theirs and never hit the cache (${required.miss} required),`,
    `${hit.toFixed(2)} times as many for callers who request one each time and always hit it (${required.hit} required).`,
    breakEven(hit, miss),
  ].join('\n')
  const isRight = pays === (chosen === 'on')
  return { said, broken: isRight ? [] : [`TOKEN_CACHE is "${chosen}" by default, which is not what this says`] }
}

const medianOf = (measured: readonly Turns[], way: 'hit' | 'miss') =>
  median(measured.flatMap((turns) => models.flatMap((model) => ratiosOf(turns, model, way))))

/** The share of hits from which the cache is no slower than none: share / hit + (1 - share) / miss is 1. */
function breakEven(hit: number, miss: number): string {
  if (hit <= 1) return 'It is faster at no share of hits.'
  const share = Math.max(0, (1 / miss - 1) / (1 / miss - 1 / hit))
  return `It is faster from ${(share * 100).toFixed(0)} % of hits on.`
}
