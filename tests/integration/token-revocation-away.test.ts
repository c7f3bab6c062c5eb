import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { POST as revoke } from '@/app/api/token/revoke/route'
import { isDenied } from '@/lib/db/sessions/denied'
import { hasRowEnded } from '@/lib/db/sessions/end'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { exchange, isActive, meBy } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()

const ask = (token: string) =>
  withSettings({ RATE_LIMIT: 'on' }, () =>
    revoke(
      new NextRequest('http://localhost:3000/api/token/revoke', {
        method: 'POST',
        body: new URLSearchParams({ token }),
      }),
    ),
  )

test.each(models)(
  'with Redis unavailable, a %s session whose token is revoked ends all the same, and the caller is asked to retry',
  async (model) => {
    const { session, cookies } = await start(model, (await newPerson()).userId)
    const { token } = await exchange(cookies)

    gate.set('shut')
    const answer = await ask(token)
    gate.set('open')

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await (model === 'sealed' ? isDenied : hasRowEnded)(session.id)).toBe(true)
    expect((await exchange(cookies)).code).toBe('revoked')

    expect((await ask(token)).status).toBe(200)
    expect([await meBy(token), await isActive(token)]).toEqual(['revoked', false])
  },
)
