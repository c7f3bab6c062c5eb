import { describe, expect, test } from 'vitest'
import { raiseSiteGeneration } from '@/lib/db/site'
import { env } from '@/lib/env'
import { answerPurge } from '@/lib/server/answer-purge'
import { cutOffEveryone, cutOffUser, disableUser } from '@/lib/server/cut-off'
import { type Model, models } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, holdTable, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, forgetEverything, rowOf } from '@/tests/integration/support/rows'
import { look, renew, start, visit } from '@/tests/integration/support/session'

raceOnRealStores()

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

const revocations = [
  ['a cut-off', (userId: string) => cutOffUser(userId, now)],
  ['a cut-off of everyone', () => cutOffEveryone(now)],
  ['a disabling', (userId: string) => disableUser(userId, now)],
] as const

/** A renewal that has read its user's counters before the revocation, and answers after it. */
async function renewAcross(model: Model, revoke: (userId: string) => Promise<unknown>) {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId, now)

  const row = model === 'sealed' ? await holdTable('DeniedSession') : await holdSession(session.id)
  const renewing = renew(cookies, due)
  await row.waiters(1)
  const revoking = revoke(userId)
  // The rows of stored and signed are what the revocation waits for; sealed has none.
  await (model === 'sealed' ? revoking : row.waiters(2))
  await row.release()
  const [renewed] = await Promise.all([renewing, revoking])
  return { userId, issued: renewed?.cookies ?? [] }
}

describe.each(models)('a renewal of a %s session that is under way', (model) => {
  test.each(revocations)('during %s does not survive it', async (_, revoke) => {
    const { userId, issued } = await renewAcross(model, revoke)

    expect(await countAlive(userId)).toBe(0)
    if (issued.length > 0) expect(await visit(issued, due)).toEqual({ verdict: 'revoked' })
  })

  test.each(revocations)('during %s does not survive it when Redis forgets, either', async (_, revoke) => {
    const { issued } = await renewAcross(model, revoke)
    await forgetEverything()

    if (issued.length === 0) return
    if (model === 'stored') expect(await look(issued, due)).toEqual({ verdict: 'revoked' })
    expect(await visit(issued, due + env().FRESH_SECONDS)).toEqual({ verdict: 'revoked' })
  })
})

test('whoever logs in while the rows of everyone are still being ended stays logged in', async () => {
  const { userId } = await newPerson()
  const { session } = await start('stored', userId, now)

  const row = await holdSession(session.id)
  const everyoneOut = cutOffEveryone(now)
  await row.waiters(1)
  const again = await start('stored', userId, now)
  await row.release()
  expect(await everyoneOut).toBe('ended')

  expect(await rowOf(session.id)).toMatchObject({ endReason: 'revoked' })
  expect(await rowOf(again.session.id)).toMatchObject({ endedAt: null })
  expect(await visit(again.cookies, due)).toMatchObject({ verdict: 'allowed' })
})

test('everyone is out also when their rows cannot be ended now', async () => {
  const { userId } = await newPerson()
  const { session, cookies } = await start('stored', userId, now)

  const row = await holdSession(session.id)
  expect(await cutOffEveryone(now)).toBe('ended')
  expect(await visit(cookies, due)).toEqual({ verdict: 'revoked' })
  await row.release()
})

test('rows that a cut-off of everyone has not got round to are ended by the purge', async () => {
  const { userId } = await newPerson()
  const { session } = await start('stored', userId, now)

  await raiseSiteGeneration()
  await answerPurge(new Headers({ authorization: `Bearer ${env().CRON_SECRET}` }))
  expect(await rowOf(session.id)).toMatchObject({ endReason: 'revoked' })
})

test('cut-offs of one, of everyone, and renewals at once: nobody waits for another in a circle', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => newPerson()))
  const sessions = []
  for (const { userId } of people) for (let n = 0; n < 10; n += 1) sessions.push(await start('signed', userId, now))

  await Promise.all([
    ...sessions.slice(0, 12).map(({ cookies }) => renew(cookies, due)),
    ...people.map(({ userId }) => cutOffUser(userId, now)),
    cutOffEveryone(now),
    cutOffEveryone(now),
  ])

  for (const { userId } of people) expect(await countAlive(userId)).toBe(0)
})
