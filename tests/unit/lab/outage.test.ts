import { describe, expect, test } from 'vitest'
import { type Situation, tableModes, verdictByDesign } from '@/lib/lab/shared/outage'
import { layers } from '@/lib/lab/shared/words'
import { models } from '@/tests/support/models'

const young: Omit<Situation, 'mode'> = {
  ...{ model: 'sealed', layer: 'handler', redis: 'none', postgres: 'none' },
  ...{ isDue: false, isCopyTooOld: false },
}

/** In strict, snapshot and off. */
const letIn = (situation: Partial<Situation>) =>
  tableModes.map((mode) => verdictByDesign({ ...young, ...situation, mode }) === 'allowed')

describe.each(['failing', 'away'] as const)('a store that is %s', (gone) => {
  test.each(models)('%s: without Redis strict refuses at once, snapshot when its replica is too old', (model) => {
    expect(letIn({ model, redis: gone })).toEqual([false, true, true])
    expect(letIn({ model, redis: gone, isCopyTooOld: true })).toEqual([false, false, true])
  })

  test.each(models)('%s: without Postgres no session is refused', (model) => {
    expect(letIn({ model, postgres: gone })).toEqual([true, true, true])
  })

  test('without both stores, only the edge accepts a stored session, because it needs no row', () => {
    const both = { redis: gone, postgres: gone }
    expect(letIn(both)).toEqual([false, true, true])
    expect(letIn({ ...both, model: 'stored' })).toEqual([false, false, false])
    expect(letIn({ ...both, model: 'stored', layer: 'edge' })).toEqual([false, true, true])
  })

  test.each(layers)('%s: a session due for renewal is not renewed', (layer) => {
    for (const missing of [{ redis: gone }, { postgres: gone }]) {
      expect(letIn({ ...missing, layer, isDue: true })).toEqual([false, false, false])
    }
  })
})

test('a slow store counts as available', () => {
  for (const isDue of [true, false]) {
    expect(letIn({ redis: 'slow', postgres: 'slow', isDue, isCopyTooOld: true })).toEqual([true, true, true])
  }
})
