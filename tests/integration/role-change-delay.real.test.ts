import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/admin/users'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import type { IssuedCookie } from '@/lib/session/cookies'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { client, letIn, present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

type Mode = 'strict' | 'snapshot'

const visitAs = async (cookies: readonly IssuedCookie[], mode: Mode) =>
  letIn(checkVisitor(present(cookies), { now: nowInSeconds(), trace: new Trace(), mode, renewFor: client }))

/**
 * Sends requests until a check has the new role. @returns milliseconds since the change was answered, and the number of
 * requests with the old role
 */
async function measureDelay(cookies: readonly IssuedCookie[], userId: string, mode: Mode) {
  for (let warm = 0; warm < 3; warm += 1) await visitAs(cookies, mode)
  expect(await changeRole(userId, 'editor')).toBe('changed')

  const changed = performance.now()
  let stale = 0
  while ((await visitAs(cookies, mode)).session.role !== 'editor') {
    stale += 1
    const age = performance.now() - changed
    if (age > 10 * env().REVOCATION_MAX_AGE_MS) throw new Error('the new role never arrives')
  }
  return { milliseconds: performance.now() - changed, stale }
}

test.each(models.flatMap((model) => (['strict', 'snapshot'] as const).map((mode) => [model, mode] as const)))(
  '%s, %s: a new role reaches a session that is in use, which continues',
  async (model, mode) => {
    const { userId } = await newPerson()
    const { cookies } = await start(model, userId)

    const { milliseconds, stale } = await measureDelay(cookies, userId, mode)

    console.info(
      `${model}, ${mode}: the new role counted after ${milliseconds.toFixed(1)} ms, ${stale} checks before it`,
    )
    if (mode === 'strict') expect(stale).toBe(0)
  },
)
