import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { isRecent, stepUp } from '@/lib/server/account/re-authenticate'
import { disableUser } from '@/lib/server/admin/users'
import { limits } from '@/lib/server/limits/limits'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { guesser, prove as proveAt, reopened } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf, forgetEverything, rowOf } from '@/tests/integration/support/rows'
import { client, countVisit, end, letIn, look, open, renew, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

type Cookies = readonly IssuedCookie[]

const now = nowInSeconds()
const later = now + 60
const prove = (cookies: Cookies, typed = password, at = later) => proveAt(cookies, typed, at)

/** The same bytes to iron-session or jose, but another string to a comparison. */
const respell = (cookies: Cookies) => cookies.map((cookie) => ({ ...cookie, value: `${cookie.value}=` }))

describe.each(models)('a step-up of a %s session', (model) => {
  test('continues with the same data, place, start and end, and a fresh authentication time', async () => {
    const { userId } = await newPerson('editor')
    const { session, cookies } = await start(model, userId, now)
    const counted = await countVisit(cookies)
    if (typeof counted === 'string') throw new Error(counted)
    const held = counted.cookies.length > 0 ? counted.cookies : cookies

    const { session: next, credential, cookies: issued } = reopened(await prove(held))

    const { startedAt, endsAt } = session
    expect(next).toMatchObject({ model, userId, role: 'editor', startedAt, endsAt, authenticatedAt: later })
    expect(next).toMatchObject({ freshUntil: later + env().FRESH_SECONDS, idleUntil: later + env().IDLE_SECONDS })
    expect((await letIn(visit(issued, later))).session).toEqual(next)
    expect(await lifecycleOf(credential).readData(credential, later)).toEqual({ visits: 1, note: '' })
    expect(await eventsOf(userId)).toEqual(['step_up'])
  })

  test('[ASVS 7.2.4] has a new id and secret, and a copy of the old cookie is dead, however it is spelled', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId, now)

    const { session: next, cookies: issued } = reopened(await prove(cookies))

    expect(next.id).not.toBe(session.id)
    for (const { value } of issued) expect(cookies.map((cookie) => cookie.value)).not.toContain(value)
    for (const copy of [cookies, respell(cookies)]) {
      expect(['revoked', 'anonymous']).toContain((await look(copy, later)).verdict)
      expect(['revoked', 'anonymous']).toContain((await visit(copy, later)).verdict)
    }
    expect(await look(cookies, later)).toEqual({ verdict: 'revoked' })
  })

  test('leaves the old cookie ended when Redis loses its data, from its next renewal on, and the new one live', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    const { cookies: issued } = reopened(await prove(cookies))

    await forgetEverything()
    const due = later + env().FRESH_SECONDS

    expect(await renew(cookies, due)).toBeNull()
    expect(await visit(cookies, due)).toEqual({ verdict: 'revoked' })
    expect((await letIn(visit(issued, due))).session.authenticatedAt).toBe(later)
  })

  test('cannot be repeated with the old cookie, nor in an ended session', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    const before = await letIn(look(cookies, later))
    reopened(await prove(cookies))

    expect(await stepUp(before, password, guesser, later)).toEqual({ outcome: 'ended' })
    const other = await start(model, (await newPerson()).userId, now)
    const otherBefore = await letIn(look(other.cookies, later))
    await end(other.cookies, later)
    expect(await stepUp(otherBefore, password, guesser, later)).toEqual({ outcome: 'ended' })
  })

  test('with a wrong password changes nothing, and is recorded', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId, now)

    for (const wrong of [`${password} `, password.toUpperCase(), 'x'.repeat(1000), '']) {
      expect(await prove(cookies, wrong)).toEqual({ outcome: 'wrong_password' })
    }
    expect((await letIn(look(cookies, later))).session.id).toBe(session.id)
    expect(new Set(await eventsOf(userId))).toEqual(new Set(['step_up_failed']))
  })

  test.each([
    ['revoked', (userId: string) => cutOffUser(userId, later)],
    ['disabled', (userId: string) => disableUser(userId, later)],
  ] as const)('does not revive a session of a user who was %s since the check', async (_, revoke) => {
    const { userId } = await newPerson()
    const visitor = await letIn(look((await start(model, userId, now)).cookies, later))

    await revoke(userId)

    expect(await stepUp(visitor, password, guesser, later)).toEqual({ outcome: 'ended' })
    expect(await countAlive(userId)).toBe(0)
  })

  test('extends neither the absolute timeout nor, behind it, the idle timeout', async () => {
    const { userId } = await newPerson()
    const policy = { ABSOLUTE_SECONDS: env().ABSOLUTE_SECONDS * 2, IDLE_SECONDS: env().ABSOLUTE_SECONDS * 2 }
    const { session, cookies } = await withSettings({ IDLE_SECONDS: policy.IDLE_SECONDS }, () =>
      start(model, userId, now),
    )
    const { endsAt } = session
    const { cookies: renewed } = await letIn(visit(cookies, endsAt - 3))
    const late = reopened(await prove(renewed, password, endsAt - 2))

    const again = await withSettings(policy, () => prove(late.cookies, password, endsAt - 1))

    expect(reopened(again).session).toMatchObject({ endsAt, idleUntil: endsAt })
  })
})

/** The token inside the seal, matched by the hash in the row. */
async function secretIn(cookies: Cookies): Promise<string | undefined> {
  const credential = await open(cookies, later)
  if (credential.model === 'stored') return credential.claims.secret
  return credential.model === 'signed' ? credential.refresh?.token : undefined
}

describe.each(['stored', 'signed'] as const)('a step-up of a %s session', (model) => {
  test('[ASVS 7.2.4] replaces the secret inside the cookie', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)

    const { cookies: issued } = reopened(await prove(cookies))

    const secrets = [await secretIn(cookies), await secretIn(issued)]
    expect(secrets).toEqual([expect.any(String), expect.any(String)])
    expect(secrets[0]).not.toBe(secrets[1])
  })

  test('keeps its place in the list of devices, with the address of the step-up', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start(model, userId, now)
    const before = await rowOf(session.id)

    const { session: next } = reopened(await prove(cookies))

    const { createdAt, endsAt, data } = before
    expect(await rowOf(next.id)).toMatchObject({ createdAt, endsAt, data, endedAt: null, ...guesser.client })
    expect(await rowOf(session.id)).toMatchObject({ endReason: 'reopened', ...client })
    expect(await countAlive(userId)).toBe(1)
  })

  test('does not count as another session at the limit', async () => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId, now)
    for (let device = 1; device < 20; device += 1) await start('stored', userId, now)

    reopened(await prove(cookies))

    expect(await countAlive(userId)).toBe(20)
  })
})

describe('[ASVS 6.3.1] an attacker with a stolen cookie who tries passwords', () => {
  const limited = <T>(work: () => Promise<T>) => withSettings({ RATE_LIMIT: 'on' }, work)

  test('is answered when to try again, even with the right password, and has changed nothing', async () => {
    const { userId } = await newPerson()
    const { session, cookies } = await start('stored', userId, now)

    await limited(async () => {
      for (let tries = 0; tries < limits.accountAndNetwork.tokens; tries += 1) {
        expect(await prove(cookies, 'a guess')).toEqual({ outcome: 'wrong_password' })
      }
      const answer = await prove(cookies)
      expect(answer).toMatchObject({ outcome: 'too_many' })
      expect('retryAfter' in answer && answer.retryAfter).toBeGreaterThan(0)
    })
    expect((await letIn(look(cookies, later))).session.id).toBe(session.id)
  })

  test('has a limit separate from that of the owner: successful attempts do not count', async () => {
    let { cookies } = await start('sealed', (await newPerson()).userId, now)

    await limited(async () => {
      for (let tries = 0; tries <= limits.accountAndNetwork.tokens; tries += 1) {
        cookies = [...reopened(await prove(cookies)).cookies]
      }
    })
  })
})

test('a bearer token alone cannot be stepped up: there is no cookie jar for the new credential', async () => {
  const { cookies } = await start('signed', (await newPerson()).userId, now)
  const withoutRefresh = cookies.filter(({ name }) => name === '__Host-signed')

  expect(await prove(withoutRefresh)).toEqual({ outcome: 'ended' })
  expect(await open(cookies, later)).toMatchObject({ model: 'signed' })
})

describe('[ASVS 7.5.3] a proof of the password is recent', () => {
  const recent = (authenticatedAt: number) => isRecent({ authenticatedAt }, now)

  test('for STEP_UP_SECONDS, and not a second longer', () => {
    expect([recent(now), recent(now - env().STEP_UP_SECONDS + 1)]).toEqual([true, true])
    expect([recent(now - env().STEP_UP_SECONDS), recent(0)]).toEqual([false, false])
  })

  test('by a clock that runs slightly ahead, not by one that is plainly wrong', () => {
    expect([recent(now + 5), recent(now + 6), recent(now + 1e9)]).toEqual([true, false, false])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('never when it is %d', (unknown) => {
    expect(recent(unknown)).toBe(false)
  })
})
