import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, holdTable, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, forgetEverything } from '@/tests/integration/support/rows'
import { countVisit, end, letIn, look, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

type Cookies = readonly IssuedCookie[]

const notFresh = () => nowInSeconds() + env().FRESH_SECONDS

/** Where the database decides about a session's end: its row, or for sealed the list of denied ids. */
const hold = (model: Model, sessionId: string) =>
  model === 'sealed' ? holdTable('DeniedSession') : holdSession(sessionId)

async function expectRefused(cookies: Cookies, now: number): Promise<void> {
  if (cookies.length === 0) return
  await expect(letIn(look(cookies, now))).rejects.toThrow('not allowed: revoked')
  await expect(letIn(visit(cookies, now))).rejects.toThrow('not allowed: revoked')
}

describe.each(models)('a logout of a %s session', (model) => {
  test('before a renewal makes the renewal fail', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId)

    const row = await hold(model, session.id)
    const ending = end(cookies)
    await row.waiters(1)
    const renewing = renew(cookies, notFresh())
    await row.waiters(2)
    await row.release()

    expect([await ending, await countAlive(userId)]).toEqual(['ended', 0])
    // Sealed: a request that waited for the table may read it before the insert. Then Redis refuses the issued cookie.
    await expectRefused((await renewing)?.cookies ?? [], notFresh())
  })

  test('after a renewal ends the renewed session, even when Redis loses its data', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId)
    const now = notFresh()

    const row = await hold(model, session.id)
    const renewing = renew(cookies, now)
    await row.waiters(1)
    const ending = end(cookies)
    await row.waiters(2)
    await row.release()
    const renewed = await renewing
    await ending

    expect(await countAlive(userId)).toBe(0)
    await expectRefused(renewed?.cookies ?? [], now)
    await forgetEverything()
    await expectRefused(renewed?.cookies ?? [], now + env().FRESH_SECONDS)
  })

  test('among twenty renewals and ten data writes leaves no live session, in ten rounds', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { userId } = await newPerson()
      const { cookies } = await start(model, userId)
      const now = notFresh()

      const requests = Array.from({ length: 30 }, (_, n) => (n % 3 === 2 ? written : renewed))
      const produced = await Promise.all(requests.toSpliced(round * 3, 0, loggedOut).map((run) => run(cookies, now)))

      for (const copy of produced) await expectRefused(copy, now)
      expect(await countAlive(userId)).toBe(0)
    }
  })
})

const loggedOut = (cookies: Cookies, now: number): Promise<Cookies> => end(cookies, now).then(() => cookies)

const renewed = async (cookies: Cookies, now: number): Promise<Cookies> => (await renew(cookies, now))?.cookies ?? []

async function written(cookies: Cookies, now: number): Promise<Cookies> {
  const changed = await countVisit(cookies, now)
  return typeof changed === 'string' ? [] : changed.cookies
}

test.each(['stored', 'signed'] as const)('a data write that waits behind a %s logout writes nothing', async (model) => {
  const { session, cookies } = await start(model, (await newPerson()).userId)

  const row = await holdSession(session.id)
  const ending = end(cookies)
  await row.waiters(1)
  const writing = countVisit(cookies)
  await row.waiters(2)
  await row.release()

  expect([await ending, await writing]).toEqual(['ended', 'ended'])
})
