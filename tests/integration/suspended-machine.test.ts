import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endSessionRow as endRow } from '@/lib/db/sessions/end'
import { env } from '@/lib/env'
import { ageOf, currentMoment } from '@/lib/session/revocation/age'
import { nowInSeconds, toDate } from '@/lib/time'
import { dropCopy, newStored } from '@/tests/integration/support/copies'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { newPerson } from '@/tests/integration/support/person'
import { end, letIn, look, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

/*
 * While a machine is suspended its monotonic clock may stand still: after the wake-up, a replica seems as young as
 * before. The wall clock has moved on.
 */

const holder: { follower?: unknown } & typeof globalThis = globalThis
beforeEach(() => void Reflect.deleteProperty(holder, 'follower'))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const now = nowInSeconds()
const wall = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: (now + seconds) * 1000 })

/** No monotonic time passes in a test. */
const minute = { REVOCATION_MAX_AGE_MS: 60_000 }

test.each(models)('a %s session that ended while this machine was suspended is refused after the wake-up', (model) =>
  withSettings(minute, async () => {
    const { cookies } = await start(model, (await newPerson()).userId, now)
    wall(0)
    await letIn(look(cookies, now, 'snapshot'))
    await inAnotherProcess(() => end(cookies, now))

    wall(59)
    await letIn(look(cookies, now, 'snapshot'))
    wall(61)
    expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
  }),
)

test('a cached row of this process ages with the wall clock, too', () =>
  withSettings(minute, async () => {
    const { sessionId, cookies } = await newStored(now)
    wall(0)
    await letIn(look(cookies, now, 'snapshot'))
    // Ended without a publication: only the row has the end.
    await endRow(sessionId, 'logout', toDate(now))
    await dropCopy(sessionId)

    wall(env().FRESH_SECONDS - 1)
    await letIn(look(cookies, now, 'snapshot'))
    wall(env().FRESH_SECONDS + 1)
    expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
  }))

test('a clock that is set back makes nothing younger', () => {
  wall(0)
  const monotonic = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const moment = currentMoment()
  wall(-3600)
  monotonic.mockReturnValue(1250)

  expect(ageOf(moment)).toBe(250)
})
