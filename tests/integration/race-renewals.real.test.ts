import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { nowInSeconds } from '@/lib/time'
import { refreshTokenIn } from '@/tests/integration/support/family'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, tokensOf } from '@/tests/integration/support/rows'
import { letIn, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

describe.each(models)('fifty concurrent requests with one %s credential due for renewal', (model) => {
  test('are all accepted, in twenty rounds, and leave one session that every request can use', async () => {
    const { userId } = await newPerson()
    let { session, cookies } = await start(model, userId)
    let now = nowInSeconds()

    for (let round = 0; round < 20; round += 1) {
      now += env().FRESH_SECONDS
      const visitors = await many(50, () => letIn(visit(cookies, now)))
      const [last] = visitors.slice(round)
      for (const visitor of visitors) expect(visitor.session.id).toBe(session.id)
      for (const visitor of visitors.slice(0, 5)) await letIn(look(visitor.cookies, now))
      cookies = [...(last?.cookies ?? [])]
    }

    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
  })
})

test('fifty renewals with one refresh token result in one newest token, the only unused one', async () => {
  const { session, cookies } = await start('signed', (await newPerson()).userId)
  const now = nowInSeconds() + env().FRESH_SECONDS

  const visitors = await many(50, () => letIn(visit(cookies, now)))
  const tokens = await Promise.all(visitors.map((visitor) => refreshTokenIn(visitor.cookies)))

  expect(new Set(tokens).size).toBe(1)
  expect((await tokensOf(session.id)).map(({ usedAt }) => usedAt === null)).toEqual([false, true])
})

test('two renewals that wait for the same row use one token once', async () => {
  const { session, cookies } = await start('signed', (await newPerson()).userId)
  const now = nowInSeconds() + env().FRESH_SECONDS

  const row = await holdSession(session.id)
  const both = [letIn(visit(cookies, now)), letIn(visit(cookies, now))]
  await row.waiters(2)
  await row.release()
  const [one, other] = await Promise.all(both)

  expect(await refreshTokenIn(one?.cookies ?? [])).toBe(await refreshTokenIn(other?.cookies ?? []))
  expect(await tokensOf(session.id)).toHaveLength(2)
})
