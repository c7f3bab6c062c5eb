import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seedPeople } from '@/scripts/database/seed-people'
import { acceptedAfter, isAccepted, type Repetition, type Shot } from '@/tests/bench/lag/fire'
import { type Pair, revokeUnderFire, startPair } from '@/tests/bench/lag/pair'
import { openFileStores } from '@/tests/support/file-stores'
import { models } from '@/tests/support/models'
import { needs } from '@/tests/support/needs'
import { openSession } from '@/tests/support/open-session'
import { realStoresObstacle } from '@/tests/support/real-stores'
import type { Stores } from '@/tests/support/stores'

/*
 * Two processes of one deployment, continuous requests of one session to both, and its logout in the second. `npm run
 * bench -- lag` measures the delay; this test only checks that no request that began after the bound is accepted.
 */

const maxAge = 500

/** Milliseconds; `before` moves the logout within the lifetime of a local replica. */
const courses = [
  { mode: 'strict', bound: 0, before: [100] },
  { mode: 'snapshot', bound: maxAge, before: [100, 350] },
] as const

let stores: Stores | undefined
let pairs: Record<(typeof courses)[number]['mode'], Pair> | undefined

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  stores = await openFileStores()
  const { env } = stores
  // Runs before the applications, which start at once, look up the users.
  await seedPeople(env.DATABASE_URL ?? '')
  const start = (mode: string) => startPair({ ...env, REVOCATION_MODE: mode, REVOCATION_MAX_AGE_MS: String(maxAge) })
  const [strict, snapshot] = await Promise.all([start('strict'), start('snapshot')])
  pairs = { strict, snapshot }
})
afterAll(async () => {
  await Promise.all(Object.values(pairs ?? {}).map((pair) => pair.stop()))
  await stores?.close()
})

describe.each(courses)('in $mode mode', ({ mode, bound, before }) => {
  test.each(models)(
    `[ASVS 7.4.1] after a logout, the process that made it refuses the session at once, and every process after ${bound} ms (%s)`,
    async (model) => {
      const pair = pairs?.[mode]
      if (!pair) throw new Error('not started')

      for (const wait of before) {
        const visitor = await openSession(pair.first, model)
        const repetition = await revokeUnderFire(pair, { model, visitor }, { before: wait, after: bound })

        expect(targetsOf(letInBefore(repetition))).toHaveLength(4)
        expect(targetsOf(askedAfter(repetition, bound))).toHaveLength(4)
        expect(acceptedAfter(repetition, bound, 'elsewhere')).toEqual([])
        expect(acceptedAfter(repetition, bound, 'here')).toEqual([])
      }
    },
  )
})

/** A session that was never accepted proves nothing when it is refused afterwards. */
const letInBefore = ({ shots, answeredAt }: Repetition) =>
  shots.filter((shot) => isAccepted(shot) && shot.start < answeredAt)

const askedAfter = ({ shots, answeredAt }: Repetition, bound: number) =>
  shots.filter((shot) => shot.start - answeredAt > bound)

/** The two paths in the two processes. */
const targetsOf = (shots: readonly Shot[]) => [
  ...new Set(shots.map(({ target }) => `${target.process} ${target.path}`)),
]
