import { describe, expect, test } from 'vitest'
import { changePassword } from '@/lib/server/account/change-password'
import { logIn } from '@/lib/server/account/log-in'
import { stepUp } from '@/lib/server/account/re-authenticate'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { logOut } from '@/lib/server/sessions/log-out'
import { revokeOthers } from '@/lib/server/sessions/revoke'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { guesser, prove, reopened } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, forgetEverything, trailOf } from '@/tests/integration/support/rows'
import { client, end, letIn, look, present, renew, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

/*
 * Two tabs share one cookie jar: a request of one may arrive with the cookie that the other has just replaced. Its
 * logout then deletes the new cookie, so it must have ended the new session.
 */

type Cookies = readonly IssuedCookie[]

const gate = gateBeforeRedis()
const now = nowInSeconds()
const wanted = 'a new battery for the horse'

/** An action that rotates the session id. @returns its new cookies */
const reopenings: Readonly<Record<string, (visitor: AllowedVisitor) => Promise<Cookies>>> = {
  'a step-up': async (visitor) => reopened(await stepUp(visitor, password, guesser, now)).cookies,
  'a password change': async (visitor) =>
    cookiesOf(await changePassword(visitor, { current: password, wanted }, guesser, now)),
  'a revocation of all other sessions': async (visitor) => cookiesOf(await revokeOthers(visitor, client, now)),
}

function cookiesOf(answer: { outcome: string } | { outcome: string; cookies: Cookies }): Cookies {
  if (!('cookies' in answer)) throw new Error(answer.outcome)
  return answer.cookies
}

async function reopenedOften(model: (typeof models)[number], times: number) {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId, now)
  let newest: Cookies = cookies
  for (let time = 0; time < times; time += 1) newest = reopened(await prove(newest, password, now)).cookies
  return { userId, id: session.id, oldest: cookies, newest }
}

async function expectOver(cookies: Cookies): Promise<void> {
  expect(await look(cookies, now)).toEqual({ verdict: 'revoked' })
  expect(await renew(cookies, now)).toBeNull()
}

describe.each(models)('[ASVS 7.4.1] a logout with the old cookie of a %s session', (model) => {
  test.each(Object.entries(reopenings))('after %s ends the rotated session', async (_, reopen) => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)
    const newest = await reopen(await letIn(look(cookies, now)))
    const { session } = await letIn(look(newest, now))

    expect(await logOut(present(cookies), client, now)).toMatchObject({ unfinished: [] })

    expect((await trailOf(userId)).at(-1)).toMatchObject({ kind: 'logout', sessionId: session.id, model })
    for (const copy of [cookies, newest]) await expectOver(copy)
    expect(await countAlive(userId)).toBe(0)
  })

  test('after three step-ups ends the rotated session, also when Redis loses its data, and no other session', async () => {
    const { userId, oldest, newest } = await reopenedOften(model, 3)
    const other = await start(model, userId, now)

    for (let times = 0; times < 2; times += 1) await logOut(present(oldest), client, now)

    await expectOver(newest)
    await letIn(look(other.cookies, now))
    await forgetEverything()
    expect(await renew(newest, now)).toBeNull()
    expect((await trailOf(userId)).filter(({ kind }) => kind === 'logout')).toHaveLength(1)
  })

  test('while Redis is unavailable is committed, names both ids, and can be repeated', async () => {
    const { id, oldest, newest } = await reopenedOften(model, 2)
    const { session } = await letIn(look(newest, now))

    gate.set('shut')
    const { unfinished } = await logOut(present(oldest), client, now)
    gate.set('open')

    expect(unfinished).toEqual([id, session.id])
    expect(await renew(newest, now)).toBeNull()
    expect(await end(oldest, now)).toBe('ended')
    await expectOver(newest)
  })

  test('of a session that had ended before its id could rotate ends no other session', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)
    await end(cookies, now)
    const other = await start(model, userId, now)

    await end(cookies, now)

    await letIn(look(other.cookies, now))
  })
})

test.each(models)('a login with the old cookie of a %s session replaces the rotated session', async (model) => {
  const { userId, email } = await newPerson()
  const { cookies } = await start(model, userId, now)
  const { cookies: newest } = reopened(await prove(cookies, password, now))

  const login = { email, password, model, presented: present(cookies), client, device: null }
  expect((await logIn(login, now)).outcome).toBe('logged_in')

  await expectOver(newest)
  expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
})
