import { describe, expect, test } from 'vitest'
import { extend } from '@/lib/db/sessions/alive'
import { env } from '@/lib/env'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { days, nowInSeconds, toDate } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { rowOf } from '@/tests/integration/support/rows'
import { countVisit, end, letIn, look, open, renew, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

describe.each(models)('%s', (model) => {
  const now = nowInSeconds()
  const notFresh = now + env().FRESH_SECONDS

  test('a session is allowed from its start for its own user, until three deadlines', async () => {
    const { userId } = await newPerson('editor')
    const { session, cookies } = await start(model, userId, now)

    const visitor = await letIn(visit(cookies, now))

    expect(visitor.session).toMatchObject({
      ...{ id: session.id, model, userId, role: 'editor' },
      ...{ freshUntil: notFresh, idleUntil: now + env().IDLE_SECONDS, endsAt: now + env().ABSOLUTE_SECONDS },
    })
    expect(visitor.cookies).toEqual([])
  })

  test('a session is renewed after its revalidation interval: the idle timeout moves, start and absolute timeout do not', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    const { session } = await letIn(look(cookies, now))

    const renewed = await letIn(visit(cookies, notFresh))
    const next = await letIn(look(renewed.cookies, notFresh))

    expect(renewed.cookies.map(({ name }) => name)).toEqual(cookies.map(({ name }) => name))
    expect(next.session).toMatchObject({
      ...{ id: session.id, startedAt: session.startedAt, endsAt: session.endsAt },
      ...{ freshUntil: notFresh + env().FRESH_SECONDS, idleUntil: notFresh + env().IDLE_SECONDS },
    })
  })

  test('a session is accepted without a renewal where the answer would reach no cookie jar, and stays unchanged', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)

    for (const _ of [1, 2]) {
      const looked = await letIn(look(cookies, notFresh))
      expect(looked.cookies).toEqual([])
      expect(looked.session.idleUntil).toBe(now + env().IDLE_SECONDS)
    }
  })

  test('a session expires after the idle timeout', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId, now)

    expect(await visit(cookies, session.idleUntil - 1)).toMatchObject({ verdict: 'allowed' })
    expect(await visit(cookies, session.idleUntil)).toEqual({ verdict: 'anonymous', stranger: 'expired' })
  })

  test('a session expires after the absolute timeout, with any use', async () => {
    let { session, cookies } = await start(model, (await newPerson()).userId, now)
    for (let day = session.idleUntil - 1; day < session.endsAt; day = session.idleUntil - 1) {
      const renewed = await renew(cookies, day)
      if (!renewed || renewed.session.idleUntil === session.idleUntil) break
      ;({ session, cookies } = renewed)
    }

    expect(session.idleUntil).toBe(now + env().ABSOLUTE_SECONDS)
    expect(await visit(cookies, session.endsAt)).toEqual({ verdict: 'anonymous', stranger: 'expired' })
  })

  test('a session that was ended is refused at once, and so is every copy made before', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    const renewed = await letIn(visit(cookies, notFresh))

    expect(await end(cookies)).toBe('ended')

    for (const copy of [cookies, renewed.cookies]) {
      expect(await look(copy, notFresh)).toEqual({ verdict: 'revoked' })
      expect(await visit(copy, notFresh)).toEqual({ verdict: 'revoked' })
      expect(await renew(copy, notFresh)).toBeNull()
    }
  })

  test('a session can be ended again', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)

    expect([await end(cookies), await end(cookies)]).toEqual(['ended', 'ended'])
  })

  test('a session keeps its data at a renewal', async () => {
    let { cookies } = await start(model, (await newPerson()).userId, now)
    for (const _ of [1, 2]) {
      const changed = await countVisit(cookies)
      if (typeof changed === 'string') throw new Error(changed)
      if (changed.cookies.length > 0) cookies = changed.cookies
    }

    const renewed = await letIn(visit(cookies, notFresh))
    const credential = await open(renewed.cookies, notFresh)

    expect(await lifecycleOf(credential).readData(credential, notFresh)).toEqual({ visits: 2, note: '' })
  })

  // iron-session accepts a seal without its last two characters, the version: a respelling, no forgery.
  test.each([3, 4, 5, 6])('a credential without its last %i characters is anonymous', async (missing) => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    const cut = cookies.map((cookie) => ({ ...cookie, value: cookie.value.slice(0, -missing) }))

    expect(await visit(cut)).toEqual({ verdict: 'anonymous', stranger: 'invalid' })
  })
})

test('an ended row is not extended by a late renewal', async () => {
  const now = nowInSeconds()
  const { session, cookies } = await start('stored', (await newPerson()).userId, now)
  await end(cookies)
  const ended = await rowOf(session.id)

  expect(await extend(session.id, toDate(now + days(1)), toDate(now))).toBe(false)

  expect(await rowOf(session.id)).toEqual(ended)
})
