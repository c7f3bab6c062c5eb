import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { models } from '@/lib/session/models'
import { acceptedAfter, isAccepted, type Repetition } from '@/tests/bench/lag/fire'
import { type Pair, revokeUnderFire, startPair } from '@/tests/bench/lag/pair'
import { needs } from '@/tests/support/needs'
import { type RealStores, realStoresObstacle, startRealStores } from '@/tests/support/real-stores'
import { type Stores, startStores } from '@/tests/support/stores'

/*
 * Two processes of one deployment, the same session under fire in both, and its logout in the second. How long the delay
 * is, `npm run bench -- lag` measures; here it is only asked whether anything that began after the bound was let in.
 */

beforeEach(needs(realStoresObstacle))

let servers: RealStores | undefined
let stores: Stores | undefined

beforeAll(async () => {
  if (realStoresObstacle) return
  servers = await startRealStores()
  stores = await startStores(servers)
})
afterAll(async () => {
  await stores?.close()
  await servers?.close()
})

describe.each([
  { mode: 'strict', bound: 0 },
  { mode: 'snapshot', bound: 500 },
])('in $mode mode', ({ mode, bound }) => {
  let pair: Pair | undefined

  beforeAll(async () => {
    if (!stores) return
    const maxAge = bound > 0 ? { REVOCATION_MAX_AGE_MS: String(bound) } : {}
    pair = await startPair({ ...stores.env, ...maxAge, REVOCATION_MODE: mode })
  })
  afterAll(() => pair?.stop())

  test.each(models)(`[ASVS 7.4.1] a logout counts in every process after ${bound} ms (%s)`, async (model) => {
    if (!pair) throw new Error('not started')

    for (const before of [300, 300 + bound / 2]) {
      const repetition = await revokeUnderFire(pair, model, { before, after: bound + 500 })

      expect(letInBefore(repetition)).toHaveLength(4)
      expect(acceptedAfter(repetition, bound)).toEqual([])
    }
  })
})

/** Which of both paths in both processes: one that was never let in shows nothing by not being let in afterwards. */
function letInBefore({ shots, answeredAt }: Repetition): readonly string[] {
  const before = shots.filter((shot) => isAccepted(shot) && shot.start < answeredAt)
  return [...new Set(before.map(({ target }) => `${target.process} ${target.path}`))]
}
