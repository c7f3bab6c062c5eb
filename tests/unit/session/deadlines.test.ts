import { expect, test } from 'vitest'
import { clockTolerance, deadlinesFrom, freshUntilFrom, isFresh, isOver } from '@/lib/session/deadlines'
import { days, minutes } from '@/lib/time'
import { now } from '../support/claims'

const deadlines = { freshUntil: now + 10, idleUntil: now + 100, endsAt: now + 1000 }

test('a new session has a revalidation interval of 5 minutes, an idle timeout of 7 days and an absolute timeout of 30', () => {
  expect(deadlinesFrom(now)).toEqual({
    freshUntil: now + minutes(5),
    idleUntil: now + days(7),
    endsAt: now + days(30),
  })
})

test('a renewal moves the end of the revalidation interval and of the idle timeout', () => {
  const { freshUntil, idleUntil } = deadlinesFrom(now + days(1), now + days(30))
  expect({ freshUntil, idleUntil }).toEqual({ freshUntil: now + days(1) + minutes(5), idleUntil: now + days(8) })
})

test('[ASVS 7.3.2] no renewal moves the absolute end, and no deadline lies behind it', () => {
  const endsAt = now + days(30)
  expect(deadlinesFrom(endsAt - minutes(1), endsAt)).toEqual({ freshUntil: endsAt, idleUntil: endsAt, endsAt })
  expect(deadlinesFrom(endsAt - days(2), endsAt)).toMatchObject({ idleUntil: endsAt, endsAt })
})

test('the revalidation interval never exceeds the idle timeout', () => {
  expect(freshUntilFrom({ issuedAt: now, idleUntil: now + 7 })).toBe(now + 7)
})

test('the stricter of the policy at the issue and the policy of today counts; a cookie without a policy uses that of today', () => {
  const issued = { issuedAt: now, idleUntil: now + days(7) }
  expect(freshUntilFrom({ ...issued, freshFor: 60 })).toBe(now + 60)
  expect(freshUntilFrom({ ...issued, freshFor: 3600 })).toBe(now + minutes(5))
  expect(freshUntilFrom(issued)).toBe(now + minutes(5))
})

test('[ASVS 7.3.1] [ASVS 7.3.2] a session is over from the very second of either deadline on, and not before', () => {
  expect(isOver(deadlines, deadlines.idleUntil - 1)).toBe(false)
  expect(isOver(deadlines, deadlines.idleUntil)).toBe(true)
  expect(isOver({ ...deadlines, idleUntil: now + 5000 }, deadlines.endsAt - 1)).toBe(false)
  expect(isOver({ ...deadlines, idleUntil: now + 5000 }, deadlines.endsAt)).toBe(true)
})

test('a credential becomes renewable exactly at the end of its revalidation interval', () => {
  expect(isFresh(deadlines, deadlines.freshUntil - 1)).toBe(true)
  expect(isFresh(deadlines, deadlines.freshUntil)).toBe(false)
})

test('a credential from a clock that runs ahead is renewable, because it would outlive a denial', () => {
  const issuedAhead = (by: number) => ({ ...deadlines, freshUntil: now + by + minutes(5) })
  expect(isFresh(issuedAhead(clockTolerance), now)).toBe(true)
  expect(isFresh(issuedAhead(clockTolerance + 1), now)).toBe(false)
})
