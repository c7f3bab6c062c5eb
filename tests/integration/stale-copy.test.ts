import { beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { adjustableClock } from '@/tests/integration/support/clock'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { newPerson } from '@/tests/integration/support/person'
import { end, letIn, look, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()
const { letPass } = adjustableClock()
const holder: { follower?: unknown } & typeof globalThis = globalThis
beforeEach(() => void Reflect.deleteProperty(holder, 'follower'))

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS

/** The replica is not fetched again while a test runs: it has its maximum age. */
const stale = (work: () => Promise<void>) => () => withSettings({ REVOCATION_MAX_AGE_MS: 60_000 }, work)

const revocations = [
  ['a logout', (_: string, cookies: Parameters<typeof end>[0]) => end(cookies)],
  ['a revocation of all sessions', (userId: string) => cutOffUser(userId, now)],
  ['a disabling', (userId: string) => disableUser(userId, now)],
  ['a revocation of the sessions of everyone', () => cutOffEveryone(now)],
] as const

describe.each(models)('a replica that has not received the end of a %s session', (model) => {
  describe.each(revocations)('by %s', (_, revoke) => {
    async function revokedBehindTheCopy() {
      const { userId } = await newPerson()
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await inAnotherProcess(async () => revoke(userId, cookies))
      return cookies
    }

    test(
      'accepts it, and every other check refuses it: a strict check, a renewal, and a read of the database',
      stale(async () => {
        const cookies = await revokedBehindTheCopy()

        await letIn(look(cookies, now, 'snapshot'))
        expect(await look(cookies, now, 'strict')).toEqual({ verdict: 'revoked' })
        expect(await visit(cookies, due, 'snapshot')).toEqual({ verdict: 'revoked' })
        expect(await look(cookies, due, 'snapshot')).toEqual({ verdict: 'revoked' })
      }),
    )

    test('refuses it when it is REVOCATION_MAX_AGE_MS old', () =>
      withSettings({ REVOCATION_MAX_AGE_MS: 50 }, async () => {
        const cookies = await revokedBehindTheCopy()
        letPass(51)

        expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
      }))
  })

  test(
    'is not used when the mode is off, and a renewal refuses all the same',
    stale(async () => {
      const { cookies } = await start(model, (await newPerson()).userId, now)
      await inAnotherProcess(() => end(cookies))

      const seen = await look(cookies, now, 'off')
      // The row of a stored session has ended, and every read of it shows that.
      expect(seen.verdict).toBe(model === 'stored' ? 'revoked' : 'allowed')
      expect(await visit(cookies, due, 'off')).toEqual({ verdict: 'revoked' })
    }),
  )
})

describe.each(models)('a role of a %s session changed since the last fetch of the replica', (model) => {
  test(
    'is applied by every strict check, and by every check from the first renewal on',
    stale(async () => {
      const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await inAnotherProcess(() => changeRole(userId, 'member'))

      expect((await letIn(look(cookies, now, 'strict'))).session.role).toBe('member')
      const renewed = await letIn(visit(cookies, due, 'snapshot'))
      expect(renewed.session.role).toBe('member')
      expect((await letIn(look(renewed.cookies, due, 'snapshot'))).session.role).toBe('member')
    }),
  )

  test('is applied by every check when the replica is REVOCATION_MAX_AGE_MS old', () =>
    withSettings({ REVOCATION_MAX_AGE_MS: 50 }, async () => {
      const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await inAnotherProcess(() => changeRole(userId, 'editor'))
      letPass(51)

      expect((await letIn(look(cookies, now, 'snapshot'))).session.role).toBe('editor')
    }))
})

describe.each(models)('with Redis unavailable, a %s session', (model) => {
  test.each(['snapshot', 'off'] as const)('is not renewed in mode %s, and no user is logged out by that', (mode) =>
    withSettings({ REVOCATION_MAX_AGE_MS: 60_000 }, async () => {
      const { cookies } = await start(model, (await newPerson()).userId, now)
      await letIn(look(cookies, now, mode))
      gate.set('shut')

      await letIn(look(cookies, now, mode))
      expect(await visit(cookies, due, mode)).toMatchObject({ verdict: 'unavailable' })
      expect(await look(cookies, due, mode)).toMatchObject({ verdict: 'unavailable' })
      gate.set('open')
      await letIn(visit(cookies, due, mode))
    }),
  )
})
