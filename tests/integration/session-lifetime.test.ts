import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { rotateSessionId } from '@/lib/server/sessions/issue'
import { modelLifecycles } from '@/lib/server/sessions/models'
import type { Amr } from '@/lib/session/assurance'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { OpenedCredential } from '@/lib/session/open'
import { seal } from '@/lib/session/seal'
import { days, hours, minutes, nowInSeconds, toDate } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything, rowOf } from '@/tests/integration/support/rows'
import {
  accessOf,
  changeDataOf,
  client,
  end,
  letIn,
  look,
  open,
  renew,
  start,
  visit,
} from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

type Cookies = readonly IssuedCookie[]

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS
const twoFactors: Amr = ['pwd', 'otp', 'mfa']
const expired = { verdict: 'anonymous', stranger: 'expired' }

const agesOf = (cookies: Cookies) => cookies.map(({ attributes }) => attributes.maxAge)

/** What the cookie carries. */
function claimsIn(credential: OpenedCredential) {
  if (credential.model === 'bearer') throw new Error('a bearer token has no cookie')
  return credential.model === 'signed' ? credential.refresh : credential.claims
}

/** The row where the model has one. */
const findRow = async (model: Model, id: string) => (modelLifecycles[model].hasRow ? await rowOf(id) : null)

async function rotate(cookies: Cookies, at: number, amr?: Amr) {
  const credential = await open(cookies, at)
  const reopening = { client, now: at, authenticatedAt: at, amr }
  const rotated = await rotateSessionId(credential, await accessOf(credential.userId), reopening)
  if (!rotated) throw new Error('not rotated')
  return rotated
}

const short = [
  ['that is not kept', { persistent: false }],
  ['of level aal2', { amr: twoFactors }],
] as const

describe.each(models)('%s: a session', (model) => {
  describe.each(short)('%s', (_, login) => {
    const begin = async () => start(model, (await newPerson()).userId, now, login)

    test('[ASVS 7.3.1] ends after an hour without use, in the cookie and in the row', async () => {
      const { session, cookies } = await begin()

      expect(session).toMatchObject({ idleUntil: now + hours(1), endsAt: now + days(1) })
      expect(claimsIn(await open(cookies, now))).toMatchObject({ idleFor: hours(1), idleUntil: now + hours(1) })
      const row = await findRow(model, session.id)
      if (row)
        expect(row).toMatchObject({
          idleFor: hours(1),
          idleUntil: toDate(now + hours(1)),
          endsAt: toDate(now + days(1)),
        })
      expect(await visit(cookies, now + hours(1) - 1)).toMatchObject({ verdict: 'allowed' })
      expect(await visit(cookies, now + hours(1))).toEqual(expired)
    })

    test('stays short at its renewal, in the cookie, in the row and in the refresh token', async () => {
      const { session, cookies } = await begin()

      const renewed = await letIn(visit(cookies, due))

      expect(renewed.session).toMatchObject({ idleUntil: due + hours(1), endsAt: session.endsAt })
      expect(claimsIn(await open(renewed.cookies, due))).toMatchObject({ idleFor: hours(1), idleUntil: due + hours(1) })
      const row = await findRow(model, session.id)
      if (row) expect(row).toMatchObject({ idleFor: hours(1), idleUntil: toDate(due + hours(1)) })
      expect(await visit(renewed.cookies, due + hours(1))).toEqual(expired)
    })

    test('[ASVS 7.3.2] ends after a day in use, although ABSOLUTE_SECONDS is 30 days', async () => {
      let { session, cookies } = await begin()
      for (let at = now + minutes(50); at < now + days(1); at += minutes(50)) {
        const renewed = await renew(cookies, at)
        if (!renewed) throw new Error('refused')
        ;({ session, cookies } = renewed)
      }

      expect(env().ABSOLUTE_SECONDS).toBe(days(30))
      expect(session).toMatchObject({ idleUntil: now + days(1), endsAt: now + days(1) })
      expect(await visit(cookies, now + days(1) - 1)).toMatchObject({ verdict: 'allowed' })
      expect(await visit(cookies, now + days(1))).toEqual(expired)
    })

    test('stays short when two tabs renew it at the same time', async () => {
      const { cookies } = await begin()

      for (const renewed of await Promise.all([renew(cookies, due), renew(cookies, due)])) {
        expect(renewed?.session).toMatchObject({ idleUntil: due + hours(1), endsAt: now + days(1) })
        expect(agesOf(renewed?.cookies ?? [])).toEqual(agesOf(cookies))
      }
    })

    test('does not become longer by a rotation of its id, also when its level falls', async () => {
      const { session, cookies } = await begin()

      const rotated = await rotate(cookies, due, ['pwd'])

      expect(rotated.session).toMatchObject({ amr: ['pwd'], idleUntil: due + hours(1), endsAt: session.endsAt })
      expect(await visit(rotated.cookies, due + hours(1))).toEqual(expired)
    })
  })

  test('that is not kept has cookies without an age: after a renewal, a rotation and a change of its data as well', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now, { persistent: false })
    const renewed = await letIn(visit(cookies, due))
    const rotated = await rotate(renewed.cookies, due)
    const changed = await changeDataOf(rotated.credential, (data) => ({ ...data, note: 'x' }), due)
    if (typeof changed === 'string') throw new Error(changed)
    const again = await letIn(visit(changed.cookies.length > 0 ? changed.cookies : rotated.cookies, due + minutes(6)))

    for (const set of [cookies, renewed.cookies, rotated.cookies, changed.cookies, again.cookies]) {
      for (const { attributes } of set) expect(attributes).not.toHaveProperty('maxAge')
    }
    expect(again.cookies).toHaveLength(cookies.length)
  })

  test('that is kept has cookies that live as long as its idle timeout', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    expect(agesOf(cookies)).toEqual(cookies.map(() => days(7)))
  })

  test('of level aal2 that is kept has cookies of an hour', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now, { amr: twoFactors })
    expect(agesOf(cookies)).toEqual(cookies.map(() => hours(1)))
  })

  test('with a longer idle timeout than today’s has today’s from its next renewal on, and with a shorter one keeps its own', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    const lowered = await withSettings({ IDLE_SECONDS: 900 }, () => letIn(visit(cookies, due)))
    expect(lowered.session.idleUntil).toBe(due + 900)

    const later = due + 600
    const raised = await withSettings({ IDLE_SECONDS: days(20) }, () => letIn(visit(lowered.cookies, later)))
    expect(raised.session.idleUntil).toBe(later + days(7))
  })

  test('says how its user has authenticated, to every check and after a renewal', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId, now, { amr: twoFactors })
    expect(session.amr).toEqual(twoFactors)

    for (const mode of ['strict', 'snapshot', 'off'] as const) {
      expect((await letIn(look(cookies, now, mode))).session.amr).toEqual(twoFactors)
    }
    await forgetEverything()
    expect((await letIn(look(cookies, due))).session.amr).toEqual(twoFactors)
    const renewed = await letIn(visit(cookies, due))
    expect((await letIn(look(renewed.cookies, due))).session.amr).toEqual(twoFactors)
    expect((await findRow(model, session.id))?.amr ?? twoFactors).toEqual(twoFactors)
  })

  test('[ASVS 7.2.4] whose level is raised has a new id and the new methods, and ends after a day from then on', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId, now)

    const raised = await rotate(cookies, due, twoFactors)

    const expected = { amr: twoFactors, idleUntil: due + hours(1), endsAt: due + days(1), startedAt: now }
    expect(raised.session).toMatchObject(expected)
    expect(raised.session.id).not.toBe(session.id)
    expect((await letIn(look(raised.cookies, due))).session).toMatchObject(expected)
    const row = await findRow(model, raised.session.id)
    if (row) expect(row).toMatchObject({ amr: twoFactors, endsAt: toDate(due + days(1)), idleFor: hours(1) })
    expect(await visit(cookies, due)).toEqual({ verdict: 'revoked' })
  })

  test('whose level is raised in its last hours ends no later than before', async () => {
    const settings = { IDLE_SECONDS: days(30) }
    const { userId } = await newPerson()
    const { session, cookies } = await withSettings(settings, () => start(model, userId, now))

    const raised = await rotate(cookies, session.endsAt - 600, twoFactors)

    expect(raised.session.endsAt).toBe(session.endsAt)
    const row = await findRow(model, raised.session.id)
    if (row) expect(row.endsAt).toEqual(toDate(session.endsAt))
  })

  test('that has ended is not raised to another level', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    await end(cookies, now)
    await expect(rotate(cookies, due, twoFactors)).rejects.toThrow('not rotated')
  })

  test('of an earlier release stays logged in, as a password alone that is kept, through its next renewal', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId, now, { persistent: false })
    const earlier = await asEarlierRelease(model, cookies)

    expect((await letIn(look(earlier, now))).session).toMatchObject({ id: session.id, amr: ['pwd'] })
    const renewed = await letIn(visit(earlier, due))

    expect(renewed.session.idleUntil).toBe(Math.min(due + days(7), session.endsAt))
    expect(agesOf(renewed.cookies)).toEqual(cookies.map(() => renewed.session.idleUntil - due))
    expect(claimsIn(await open(renewed.cookies, due))).toMatchObject({ amr: ['pwd'], persistent: true })
  })
})

/** The cookie and row that a release without these fields has written. */
async function asEarlierRelease(model: Model, cookies: Cookies): Promise<Cookies> {
  const credential = await open(cookies, now)
  const { amr: _, idleFor: __, persistent: ___, ...claims } = claimsIn(credential)
  await askPostgres((database) =>
    database.session.updateMany({ where: { id: credential.sessionId }, data: { idleFor: null, persistent: true } }),
  )
  const [name, purpose] = model === 'signed' ? ['__Host-refresh' as const, 'refresh' as const] : [undefined, model]
  const value = await seal(purpose, claims)
  return cookies.filter((cookie) => !name || cookie.name === name).map((cookie) => ({ ...cookie, value }))
}
