import { afterEach, describe, expect, test } from 'vitest'
import { type Env, env } from '@/lib/env'
import { renewedFrom, rotatedFrom, shortLived, startedFrom } from '@/lib/session/deadlines'
import { days, hours, minutes } from '@/lib/time'
import { now } from '../support/claims'

const deployed = { ...env() }
const deploy = (settings: Partial<Env>) => Object.assign(env(), settings)
afterEach(() => deploy(deployed))

const kept = { now, amr: ['pwd'], persistent: true } as const
const short = [
  ['that is not kept', { ...kept, persistent: false }],
  ['of level aal2', { ...kept, amr: ['pwd', 'otp', 'mfa'] }],
  ['of level aal2 that is not kept', { ...kept, amr: ['swk', 'mfa'], persistent: false }],
] as const

test('[ASVS 7.1.1] a short session lasts an hour without use, and a day in any case', () => {
  expect(shortLived).toEqual({ idle: 3600, absolute: 86_400 })
})

test('a session that is kept carries the idle timeout of its login', () => {
  expect(startedFrom(kept)).toEqual({
    ...{ startedAt: now, authenticatedAt: now, amr: ['pwd'], persistent: true, issuedAt: now, freshFor: minutes(5) },
    ...{ idleFor: days(7), idleUntil: now + days(7), endsAt: now + days(30) },
  })
})

describe.each(short)('a session %s', (_, login) => {
  const started = startedFrom(login)

  test('[ASVS 7.3.1] [ASVS 7.3.2] ends after an hour without use, and after a day, with the longest timeouts of the environment', () => {
    deploy({ IDLE_SECONDS: days(400), ABSOLUTE_SECONDS: days(400) })
    expect(startedFrom(login)).toMatchObject({ idleUntil: now + hours(1), endsAt: now + days(1), idleFor: hours(1) })
  })

  test('ends earlier where the environment says so', () => {
    deploy({ IDLE_SECONDS: 60, ABSOLUTE_SECONDS: 600 })
    expect(startedFrom(login)).toMatchObject({ idleUntil: now + 60, endsAt: now + 600 })
  })

  test('stays short at each renewal, and ends with its day', () => {
    const later = now + minutes(30)
    expect(renewedFrom(started, later).idleUntil).toBe(later + hours(1))
    expect(renewedFrom(started, started.endsAt - 60).idleUntil).toBe(started.endsAt)
  })

  test('is due for a renewal after half an hour, however long the revalidation interval is', () => {
    deploy({ FRESH_SECONDS: days(1) })
    expect(startedFrom(login).freshFor).toBe(minutes(30))
    expect(renewedFrom(started, now).freshFor).toBe(minutes(30))
  })

  test('does not become longer by a rotation, also when its level falls', () => {
    const later = now + minutes(30)
    const rotated = rotatedFrom(started, { now: later, authenticatedAt: later, amr: ['pwd'] })
    expect(rotated).toMatchObject({ idleFor: hours(1), idleUntil: later + hours(1), endsAt: started.endsAt })
  })
})

test('the shorter of the idle timeout that a session carries and that of today counts', () => {
  const session = startedFrom(kept)
  deploy({ IDLE_SECONDS: 600 })
  expect(renewedFrom(session, now).idleUntil).toBe(now + 600)
  deploy({ IDLE_SECONDS: days(20) })
  expect(renewedFrom(session, now).idleUntil).toBe(now + days(7))
})

test('a session of an earlier release carries no idle timeout: that of today counts', () => {
  const { idleFor: _, ...session } = startedFrom(kept)
  expect(renewedFrom(session, now).idleUntil).toBe(now + days(7))
})

describe('a rotation that raises the level to aal2', () => {
  const session = startedFrom(kept)
  const raise = (at: number) => rotatedFrom(session, { now: at, authenticatedAt: at, amr: ['pwd', 'otp', 'mfa'] })

  test('shortens the session to an hour without use, and to a day from then on', () => {
    const later = now + days(20)
    expect(raise(later)).toMatchObject({ idleFor: hours(1), idleUntil: later + hours(1), endsAt: later + days(1) })
  })

  test('never moves the end to a later time', () => {
    expect(raise(session.endsAt - 600)).toMatchObject({ endsAt: session.endsAt, idleUntil: session.endsAt })
  })
})

test('a rotation without new methods keeps those of the session, and its end', () => {
  const later = now + days(3)
  const rotated = rotatedFrom(startedFrom(kept), { now: later, authenticatedAt: now })
  expect(rotated).toMatchObject({ amr: ['pwd'], authenticatedAt: now, idleFor: days(7), endsAt: now + days(30) })
})
