import { expect, test } from 'vitest'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { newStored } from '@/tests/integration/support/copies'
import { present } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

/** The steps of a check after its revocation step: how the session was found. */
async function foundBy(cookies: readonly IssuedCookie[], mode: Mode): Promise<string[]> {
  const trace = new Trace()
  await checkVisitor(present(cookies), { now: nowInSeconds(), trace, mode, renewFor: null })
  const after = trace.steps.findIndex(({ name }) => name === 'revocation') + 1
  return trace.steps.slice(after).map(({ name, memory }) => (memory ? `${name} ${memory}` : name))
}

test('the trace of a stored session says where it was found: in Postgres, in Redis, or in this process', () =>
  withSettings({ REVOCATION_MAX_AGE_MS: 5000 }, async () => {
    const { cookies } = await newStored()

    expect(await foundBy(cookies, 'off')).toEqual(['redis miss', 'postgres', 'session miss'])
    expect(await foundBy(cookies, 'off')).toEqual(['redis hit', 'session hit'])
    // It came with the answer about revocations.
    expect(await foundBy(cookies, 'strict')).toEqual(['session hit'])
    expect(await foundBy(cookies, 'snapshot')).toEqual(['redis hit', 'session hit'])
    expect(await foundBy(cookies, 'snapshot')).toEqual(['session hit'])
  }))
