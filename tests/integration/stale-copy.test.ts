import { beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/admin/change-role'
import { disableUser } from '@/lib/server/admin/users'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { adjustableClock } from '@/tests/integration/support/clock'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
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

/** Nothing is fetched again while a test runs: what the copy says is as old as it can be. */
const stale = (work: () => Promise<void>) => () => withSettings({ REVOCATION_MAX_AGE_MS: 60_000 }, work)

const revocations = [
  ['a logout', (_: string, cookies: Parameters<typeof end>[0]) => end(cookies)],
  ['a cut-off', (userId: string) => cutOffUser(userId, now)],
  ['a disabling', (userId: string) => disableUser(userId, now)],
  ['a cut-off of everyone', () => cutOffEveryone(now)],
] as const

describe.each(models)('a copy that does not know yet of the end of a %s session', (model) => {
  describe.each(revocations)('by %s', (_, revoke) => {
    async function revokedBehindTheCopy() {
      const { userId } = await newPerson()
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await revoke(userId, cookies)
      return cookies
    }

    test(
      'lets it in, and nothing else does: not a strict check, not a renewal, not a look at the database',
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
    'is not asked when the mode is off, and a renewal refuses all the same',
    stale(async () => {
      const { cookies } = await start(model, (await newPerson()).userId, now)
      await end(cookies)

      const seen = await look(cookies, now, 'off')
      // The row of a stored session has ended, and who reads it sees that.
      expect(seen.verdict).toBe(model === 'stored' ? 'revoked' : 'allowed')
      expect(await visit(cookies, due, 'off')).toEqual({ verdict: 'revoked' })
    }),
  )
})

describe.each(models)('a role of a %s session that changed behind the copy', (model) => {
  test(
    'is seen by whatever is strict, and from the first renewal on by everybody',
    stale(async () => {
      const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await changeRole(userId, 'member')

      expect((await letIn(look(cookies, now, 'strict'))).session.role).toBe('member')
      const renewed = await letIn(visit(cookies, due, 'snapshot'))
      expect(renewed.session.role).toBe('member')
      expect((await letIn(look(renewed.cookies, due, 'snapshot'))).session.role).toBe('member')
    }),
  )

  test('reaches every check when the copy is REVOCATION_MAX_AGE_MS old', () =>
    withSettings({ REVOCATION_MAX_AGE_MS: 50 }, async () => {
      const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await changeRole(userId, 'editor')
      letPass(51)

      expect((await letIn(look(cookies, now, 'snapshot'))).session.role).toBe('editor')
    }))
})

describe.each(models)('with Redis away, a %s session', (model) => {
  test.each(['snapshot', 'off'] as const)('is not renewed in mode %s, and nobody is logged out by that', (mode) =>
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
