import { median } from '@/tests/bench/support/statistics'
import type { Turns } from '@/tests/bench/support/turns'
import { ratiosOf } from '@/tests/bench/token/exchange'
import { models } from '@/tests/support/models'

/**
 * What must hold for `on` to be the default, in tokens per second to those without a cache. Whoever keeps a token until it
 * expires finds none, and must not notice that there is a cache; whoever asks anew each time finds all, and must notice.
 */
const required = { miss: 0.95, hit: 1.1 }

export interface Verdict {
  said: string
  broken: readonly string[]
}

/** @param chosen what lib/env.ts has for whoever sets nothing */
export function judgeCache(measured: readonly Turns[], chosen: 'on' | 'off'): Verdict {
  const miss = medianOf(measured, 'miss')
  const hit = medianOf(measured, 'hit')
  const pays = miss >= required.miss && hit >= required.hit
  const said = [
    `The cache ${pays ? 'pays' : 'does not pay'} where nobody knows who will ask. In the median, to no cache:`,
    `${miss.toFixed(2)} times as many tokens for callers who keep theirs and find none (${required.miss} required),`,
    `${hit.toFixed(2)} times as many for callers who ask anew each time and find all (${required.hit} required).`,
    breakEven(hit, miss),
  ].join('\n')
  const isRight = pays === (chosen === 'on')
  return { said, broken: isRight ? [] : [`TOKEN_CACHE is "${chosen}" by default, which is not what this says`] }
}

const medianOf = (measured: readonly Turns[], way: 'hit' | 'miss') =>
  median(measured.flatMap((turns) => models.flatMap((model) => ratiosOf(turns, model, way))))

/** The share of hits from which on it is no slower than no cache: where share / hit + (1 - share) / miss is 1. */
function breakEven(hit: number, miss: number): string {
  if (hit <= 1) return 'At no share of hits is it quicker.'
  const share = Math.max(0, (1 / miss - 1) / (1 / miss - 1 / hit))
  return `It is quicker from ${(share * 100).toFixed(0)} % of hits on.`
}
