import { expect, test } from 'vitest'
import { clockTolerance, deadlinesFrom, freshUntilFrom, isFresh, isOver } from '@/lib/session/deadlines'
import { days, minutes } from '@/lib/time'
import { now } from '../support/claims'

const deadlines = { freshUntil: now + 10, idleUntil: now + 100, endsAt: now + 1000 }

test('a new session is fresh for 5 minutes, may idle for 7 days and ends after 30', () => {
  expect(deadlinesFrom(now)).toEqual({
    freshUntil: now + minutes(5),
    idleUntil: now + days(7),
    endsAt: now + days(30),
  })
})

test('a renewal moves fresh and idle', () => {
  const { freshUntil, idleUntil } = deadlinesFrom(now + days(1), now + days(30))
  expect({ freshUntil, idleUntil }).toEqual({ freshUntil: now + days(1) + minutes(5), idleUntil: now + days(8) })
})

test('[ASVS 7.3.2] no renewal moves the absolute end, and no deadline lies behind it', () => {
  const endsAt = now + days(30)
  expect(deadlinesFrom(endsAt - minutes(1), endsAt)).toEqual({ freshUntil: endsAt, idleUntil: endsAt, endsAt })
  expect(deadlinesFrom(endsAt - days(2), endsAt)).toMatchObject({ idleUntil: endsAt, endsAt })
})

test('nothing is fresh for longer than it may idle', () => {
  expect(freshUntilFrom({ issuedAt: now, idleUntil: now + 7 })).toBe(now + 7)
})

test('of the policy at the issue and that of today the stricter one counts; a cookie that does not say follows today', () => {
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

test('a credential stops being fresh on the very second, and not before', () => {
  expect(isFresh(deadlines, deadlines.freshUntil - 1)).toBe(true)
  expect(isFresh(deadlines, deadlines.freshUntil)).toBe(false)
})

test('what a clock that runs ahead has issued is not fresh, because it would outlive a denial', () => {
  const issuedAhead = (by: number) => ({ ...deadlines, freshUntil: now + by + minutes(5) })
  expect(isFresh(issuedAhead(clockTolerance), now)).toBe(true)
  expect(isFresh(issuedAhead(clockTolerance + 1), now)).toBe(false)
})
