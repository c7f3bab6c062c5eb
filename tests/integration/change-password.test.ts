import { describe, expect, test } from 'vitest'
import { changePasswordRow } from '@/lib/db/cut-off'
import { findOwnLogin } from '@/lib/db/users'
import { changePassword, type PasswordChange } from '@/lib/server/account/change-password'
import { startSession } from '@/lib/server/sessions/issue'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds, toDate } from '@/lib/time'
import { guesser, isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf, rowOf } from '@/tests/integration/support/rows'
import {
  accessOf,
  arrival,
  countVisit,
  end,
  letIn,
  look,
  open,
  readDataOf,
  start,
  visit,
} from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60
const wanted = 'a new battery for the horse'

const change = async (cookies: readonly IssuedCookie[], current = password) =>
  changePassword(await letIn(look(cookies, later)), { current, wanted }, guesser, later)

function cookiesOf(answer: PasswordChange) {
  if (answer.outcome !== 'changed') throw new Error(answer.outcome)
  return answer.cookies
}

describe.each(models)('a password change from a %s session', (model) => {
  test('[ASVS 7.4.3] ends every other session of every model, and a copy of this one', async () => {
    const { userId } = await newPerson()
    const others = await Promise.all([...models, ...models].map((other) => start(other, userId, now)))
    const { session, cookies } = await start(model, userId, now)

    const { session: anew } = await letIn(visit(cookiesOf(await change(cookies)), later))

    for (const copy of [...others, { cookies }])
      expect(await visit(copy.cookies, later)).toEqual({ verdict: 'revoked' })
    expect(anew.id).not.toBe(session.id)
    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
  })

  test('replaces this session, with its data, start and end, and a fresh authentication time', async () => {
    const { userId, email } = await newPerson('editor')
    const { session, cookies } = await start(model, userId, now)
    const counted = await countVisit(cookies)
    if (typeof counted === 'string') throw new Error(counted)

    const issued = cookiesOf(await change(counted.cookies.length > 0 ? counted.cookies : cookies))

    const { startedAt, endsAt } = session
    const anew = await letIn(visit(issued, later))
    expect(anew.session).toMatchObject({ model, userId, role: 'editor', startedAt, endsAt, authenticatedAt: later })
    expect(await readDataOf(await open(issued, later), later)).toEqual({ visits: 1, note: '' })
    expect([await isPasswordOf(email, wanted), await isPasswordOf(email, password)]).toEqual([true, false])
    expect(await eventsOf(userId)).toEqual(['password_changed'])
  })

  test('[ASVS 6.2.3] [ASVS 7.5.1] needs the current one, exactly, however recent the login', async () => {
    const { userId, email } = await newPerson()
    const { cookies } = await start(model, userId, later)

    for (const wrong of ['', wanted, `${password} `, password.toUpperCase()]) {
      expect(await change(cookies, wrong)).toEqual({ outcome: 'wrong_password' })
    }
    expect(await isPasswordOf(email, password)).toBe(true)
    expect(await look(cookies, later)).toMatchObject({ verdict: 'allowed' })
  })

  test('[ASVS 6.2.2] can be made again at once, with the new one', async () => {
    const { userId, email } = await newPerson()
    const { cookies } = await start(model, userId, now)

    const once = cookiesOf(await change(cookies))

    expect(await change(once)).toEqual({ outcome: 'wrong_password' })
    expect(await change(once, wanted)).toMatchObject({ outcome: 'changed' })
    expect(await isPasswordOf(email, wanted)).toBe(true)
  })

  test('changes nothing for a user whose sessions were revoked since the check', async () => {
    const { userId, email } = await newPerson()
    const visitor = await letIn(look((await start(model, userId, now)).cookies, later))
    await cutOffUser(userId, later)

    const answer = await changePassword(visitor, { current: password, wanted }, guesser, later)

    expect(answer).toEqual({ outcome: 'ended' })
    expect(await isPasswordOf(email, password)).toBe(true)
  })

  test('from a session that was logged out since the check does not revive it', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)
    const visitor = await letIn(look(cookies, later))
    await end(cookies, later)

    const answer = await changePassword(visitor, { current: password, wanted }, guesser, later)

    expect(answer).toEqual({ outcome: 'logged_out' })
    expect(await countAlive(userId)).toBe(0)
  })

  test('revokes a login with the old password that was accepted but had not started yet', async () => {
    const { userId } = await newPerson()
    const before = await accessOf(userId)
    await change((await start('stored', userId, now)).cookies)

    expect(await startSession(model, before, { ...arrival, now: later })).toBeNull()
  })
})

test('the row of the continuing session keeps its place, and the rows of the others name the reason of their end', async () => {
  const { userId } = await newPerson()
  const { session: other } = await start('signed', userId, now)
  const { session, cookies } = await start('stored', userId, now)
  const { createdAt } = await rowOf(session.id)

  const { session: anew } = await letIn(visit(cookiesOf(await change(cookies)), later))

  expect(await rowOf(anew.id)).toMatchObject({ createdAt, endedAt: null })
  expect([(await rowOf(session.id)).endReason, (await rowOf(other.id)).endReason]).toEqual(['reopened', 'revoked'])
})

test('of two concurrent changes with the same old password the second one changes nothing', async () => {
  const { userId } = await newPerson()
  const login = await findOwnLogin(userId)
  const was = { passwordHash: login?.passwordHash ?? '', generation: login?.access.generation ?? 0 }
  const by = { sessionStartedAt: toDate(now), ip: null, userAgent: null }
  const changeTo = (passwordHash: string) =>
    changePasswordRow({ userId, passwordHash, was, keeping: 'no session', by, now: toDate(now) })

  expect([await changeTo('the first'), await changeTo('the second')]).toEqual([was.generation + 1, null])
  expect((await findOwnLogin(userId))?.passwordHash).toBe('the first')
})
