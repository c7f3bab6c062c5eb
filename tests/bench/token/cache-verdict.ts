import { models } from '@/lib/session/models'
import type { Rounds } from '@/tests/bench/http/rounds'
import { median } from '@/tests/bench/support/statistics'
import { ratiosOf } from '@/tests/bench/token/exchange'

/** How many times as many tokens there must be with the cache as without: for less, nobody should read more code. */
const worthwhile = 1.1

/** Of all tokens that are asked for. Whoever keeps a token until it expires never finds one: this is generous. */
const hits = 0.5

export interface Verdict {
  said: string
  broken: readonly string[]
}

/** @param chosen what lib/env.ts has for whoever sets nothing */
export function judgeCache(measured: readonly Rounds[], chosen: 'on' | 'off'): Verdict {
  const hit = medianOf(measured, 'hit')
  const miss = medianOf(measured, 'miss')
  const gain = 1 / (hits / hit + (1 - hits) / miss)
  const pays = gain >= worthwhile
  const said = [
    `The cache ${pays ? 'pays' : 'does not pay'}: where every second token is found in it, there are ${gain.toFixed(2)} times as`,
    `many as without (it would have to be ${worthwhile}). Found, ${hit.toFixed(2)} times as many; not found, ${miss.toFixed(2)}.`,
    breakEven(hit, miss),
  ].join('\n')
  const isRight = pays === (chosen === 'on')
  return { said, broken: isRight ? [] : [`TOKEN_CACHE is "${chosen}" by default, which is not what this says`] }
}

const medianOf = (measured: readonly Rounds[], way: 'hit' | 'miss') =>
  median(measured.flatMap((rounds) => models.flatMap((model) => ratiosOf(rounds, model, way))))

/** The share of hits from which on it is no slower than no cache: where hits / hit + (1 - hits) / miss is 1. */
function breakEven(hit: number, miss: number): string {
  if (hit <= 1) return 'At no share of hits is it quicker.'
  const share = Math.max(0, (1 / miss - 1) / (1 / miss - 1 / hit))
  return `It is quicker from ${(share * 100).toFixed(0)} % of hits on.`
}
