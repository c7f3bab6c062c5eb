import { beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import { usualStores } from '@/lib/server/sessions/lifecycle'
import { revokeOthers, revokeSession } from '@/lib/server/sessions/revoke'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { type AskRedis, askRedis } from '@/lib/session/redis'
import { follower } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { client, end, letIn, look, present, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

/*
 * The process that revokes a session refuses it from the next request on: before the feed brings the revocation back, and when
 * Redis did not take it. The local replica is a minute old here, so it cannot be what refuses.
 */

const gate = gateBeforeRedis()
const holder: { follower?: unknown } & typeof globalThis = globalThis
beforeEach(() => void Reflect.deleteProperty(holder, 'follower'))

const now = nowInSeconds()
const stale = (work: () => Promise<void>) => () => withSettings({ REVOCATION_MAX_AGE_MS: 60_000 }, work)
type Cookies = Awaited<ReturnType<typeof start>>['cookies']

const revocations = [
  ['a logout', (_: string, cookies: Cookies) => end(cookies)],
  ['log out everywhere', (userId: string) => cutOffUser(userId, now)],
  ['a disabled account', (userId: string) => disableUser(userId, now)],
  ['the end of all sessions of the site', () => cutOffEveryone(now)],
] as const

/** The replica has been fetched, and does not hold the revocation. */
async function startWithReplica(model: (typeof models)[number]) {
  const { userId } = await newPerson()
  const started = await start(model, userId, now)
  await letIn(look(started.cookies, now, 'snapshot'))
  return { userId, ...started }
}

describe.each(models)('a %s session is refused by the process that revoked it', (model) => {
  describe.each(revocations)('by %s', (_, revoke) => {
    test(
      '[ASVS 7.4.1] from the next check on, in snapshot and in strict',
      stale(async () => {
        const { userId, cookies } = await startWithReplica(model)
        await revoke(userId, cookies)

        expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
        expect(await look(cookies, now, 'strict')).toEqual({ verdict: 'revoked' })
      }),
    )

    test(
      'also when Redis refuses the revocation and is then available again',
      stale(async () => {
        const { userId, cookies } = await startWithReplica(model)
        gate.set('shut')
        await revoke(userId, cookies)

        expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
        gate.set('open')
        expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
        expect(await look(cookies, now, 'strict')).toEqual({ verdict: 'revoked' })
      }),
    )
  })

  test('by a check that had the answer of Redis before the logout', async () => {
    const { cookies } = await startWithReplica(model)
    const usual = usualStores()
    const endMeanwhile: AskRedis = async (question) => {
      const answer = await askRedis(question)
      await end(cookies)
      return answer
    }
    const stores = { ...usual, sources: { ...usual.sources, ask: endMeanwhile } }
    const options = { now, trace: new Trace(), mode: 'strict', renewFor: null, stores } as const

    expect(await checkVisitor(present(cookies), options)).toEqual({ verdict: 'revoked' })
  })

  test(
    'and none of 50 renewals that run during the logout leaves a credential that is accepted afterwards',
    stale(async () => {
      const { cookies } = await startWithReplica(model)
      const due = now + env().FRESH_SECONDS
      const renewals = Array.from({ length: 50 }, () => visit(cookies, due, 'snapshot'))
      await end(cookies, due)
      const visitors = await Promise.all(renewals)

      const renewed = visitors.flatMap((visitor) => (visitor.verdict === 'allowed' ? [visitor.cookies] : []))
      for (const issued of [cookies, ...renewed.filter((some) => some.length > 0)])
        expect(await look(issued, now, 'snapshot')).toEqual({ verdict: 'revoked' })
    }),
  )

  test(
    'and the role that this process changed is seen at the next check',
    stale(async () => {
      const [{ userId }] = [await newPerson('admin'), await newPerson('admin')]
      const { cookies } = await start(model, userId, now)
      await letIn(look(cookies, now, 'snapshot'))
      await changeRole(userId, 'member')

      expect((await letIn(look(cookies, now, 'snapshot'))).session.role).toBe('member')
    }),
  )

  test(
    'and other sessions are accepted as before',
    stale(async () => {
      const { cookies } = await startWithReplica(model)
      const other = await startWithReplica(model)
      await end(cookies)

      await letIn(look(other.cookies, now, 'snapshot'))
    }),
  )

  test(
    'and the session that revoked all others continues',
    stale(async () => {
      const { userId, cookies } = await startWithReplica(model)
      const { cookies: elsewhere } = await start(model, userId, now)
      const visitor = await letIn(visit(cookies, now, 'snapshot'))
      const revoked = await revokeOthers(visitor, client, now)

      expect(await look(elsewhere, now, 'snapshot')).toEqual({ verdict: 'revoked' })
      await letIn(look('cookies' in revoked ? revoked.cookies : [], now, 'snapshot'))
    }),
  )
})

test(
  'a revocation of this process does not move its place in the feed: the entries before it arrive all the same',
  stale(async () => {
    const { userId, session, cookies } = await startWithReplica('stored') // model: stored
    const size = follower().size
    await revokeSession({ ownerId: userId, sessionId: session.id, client }, now)

    expect(follower().size).toBe(size)
    expect(await look(cookies, now, 'snapshot')).toEqual({ verdict: 'revoked' })
  }),
)
