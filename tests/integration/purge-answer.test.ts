import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { answerPurge } from '@/lib/server/api/purge'
import { days, nowInSeconds, toDate } from '@/lib/time'
import { withSettings } from '@/tests/integration/support/settings'

const ask = (authorization?: string) => answerPurge(new Headers(authorization ? { authorization } : {}))
const count: unknown = expect.any(Number)
const secret = env().CRON_SECRET ?? ''

test('a caller with the secret gets the number of deleted rows', async () => {
  const answer = await ask(`Bearer ${secret}`)

  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({
    ended: { sessions: count }, // model: stored, signed
    deleted: {
      sessions: count, // model: stored, signed
      refreshTokens: count, // model: signed
      deniedSessions: count, // model: sealed
      auditEvents: count,
      mail: count, // feature: mail
      mailLinks: count, // feature: mail
      addressChanges: count, // feature: mail
      challenges: count, // feature: second-factor
      loginNotices: count, // feature: mail
    },
    expired: { accounts: count }, // feature: mail
    sent: { mail: count }, // feature: mail
    more: false,
  })
})

test.each([
  ['nothing', undefined],
  ['another secret', `Bearer ${secret.slice(0, -1)}`],
  ['more than the secret', `Bearer ${secret}x`],
  ['the bare secret', secret],
  ['an empty one', 'Bearer '],
])('a caller with %s is refused', async (_, authorization) => {
  expect((await ask(authorization)).status).toBe(401)
})

test.each(['Bearer undefined', 'Bearer ', `Bearer ${secret}`])(
  'without a configured secret every caller is refused, even with "%s"'.replace(secret, 'the former one'),
  async (authorization) => {
    await withSettings({ CRON_SECRET: undefined }, async () => {
      expect((await ask(authorization)).status).toBe(401)
    })
  },
)

test('a run continues until everything is deleted or its time is over, and says whether more is left', async () => {
  const long = toDate(nowInSeconds() - days(400))
  await askPostgres(({ auditEvent }) =>
    auditEvent.createMany({ data: Array.from({ length: 2500 }, () => ({ kind: 'login' as const, at: long })) }),
  )
  const left = () => askPostgres(({ auditEvent }) => auditEvent.count({ where: { at: long } }))
  const purge = (budget?: number) => answerPurge(new Headers({ authorization: `Bearer ${secret}` }), budget)

  expect(await (await purge(0)).json()).toMatchObject({ deleted: { auditEvents: 0 }, more: true })
  expect(await left()).toBe(2500)

  expect(await (await purge()).json()).toMatchObject({ more: false })
  expect(await left()).toBe(0)
})
