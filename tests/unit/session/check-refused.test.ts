import { expect, test } from 'vitest'
import { UnavailableError } from '@/lib/errors'
import { deny } from '@/lib/session/revocation/write'
import { checkWith } from '../support/check-with'
import { now } from '../support/claims'
import { issue, present } from '../support/present'
import { quickest } from '../support/quickest'

// The suite's Redis address is a port without a listener.

test('a Redis that refuses the connection makes the check unavailable, at once', async () => {
  const presented = present(...(await issue.sealed()))
  expect((await checkWith(presented, now)).verdict).toBe('unavailable')
  expect(await quickest(() => checkWith(presented, now))).toBeLessThan(400)
})

test('a denial that could not be written is an error with a code', async () => {
  await expect(deny('session-1')).rejects.toThrow(UnavailableError)
  await expect(deny('session-1')).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
})

test('the error contains no session id and no address', async () => {
  const error: unknown = await deny('session-1').catch((reason: unknown) => reason)
  expect(String(error)).not.toMatch(/session-1|127\.0\.0\.1|unused/)
})
