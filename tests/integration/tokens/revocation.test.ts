import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { eventsOf, forgetEverything, rowOf } from '@/tests/integration/support/rows'
import { end, letIn, look, start, visit } from '@/tests/integration/support/session'
import { provideService, revoke, tokenFor } from '@/tests/integration/support/token-endpoints'
import { isActive, meBy } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'
import { service } from '@/tests/support/tokens'

const now = nowInSeconds()
provideService()

async function somebody(model: Model) {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId, now)
  return { userId, session, cookies, token: await tokenFor(cookies) }
}

async function expectRevoked(answer: Response) {
  expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 200, body: '' })
  expect([answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual(['no-store', 'no-cache'])
}

describe.each(models)('a revoked token of a %s session,', (model) => {
  test('[ASVS 7.4.1] ends the session, all its tokens, and nothing else of its owner’s', async () => {
    const { userId, cookies, token } = await somebody(model)
    const [sibling, other] = [await tokenFor(cookies), await start(model, userId, now)]

    await expectRevoked(await revoke(token))

    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
    for (const each of [token, sibling]) expect(await meBy(each)).toBe('revoked')
    expect(await isActive(sibling)).toBe(false)
    await letIn(look(other.cookies))
  })

  test('is recorded once in the trail, and can be revoked again', async () => {
    const { userId, token } = await somebody(model)

    for (let times = 0; times < 3; times += 1) {
      await expectRevoked(await revoke(token, { 'User-Agent': 'a program', 'X-Forwarded-For': '192.0.2.9' }))
    }

    expect(await eventsOf(userId)).toEqual(['revoked'])
    const where = { userId, ip: '192.0.2.9', userAgent: 'a program' }
    expect(await askPostgres(({ auditEvent }) => auditEvent.count({ where }))).toBe(1)
  })

  test('is refused when Redis has lost all its data, and its cookie is not renewed', async () => {
    const { session, cookies, token } = await somebody(model)
    await revoke(token)

    await forgetEverything()

    expect(await visit(cookies, session.freshUntil)).toEqual({ verdict: 'revoked' })
  })

  test('also for another service, ends the session', async () => {
    const { cookies } = await somebody(model)

    await expectRevoked(await revoke(await tokenFor(cookies, { audience: service.audience })))

    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  })

  test('does not change an earlier end: a logout stays the reason', async () => {
    const { userId, session, cookies, token } = await somebody(model)
    await end(cookies)

    await expectRevoked(await revoke(token))

    expect(await eventsOf(userId)).toEqual([])
    if (model !== 'sealed') expect(await rowOf(session.id)).toMatchObject({ endReason: 'logout' })
  })
})

test('of a sealed session, which has no row, the denial lasts until the session would have expired', async () => {
  const { session, token } = await somebody('sealed')

  await revoke(token)

  const denied = await askPostgres(({ deniedSession }) =>
    deniedSession.findUniqueOrThrow({ where: { sessionId: session.id } }),
  )
  expect(denied.expiresAt).toEqual(new Date(session.endsAt * 1000))
})

test('the refresh token of a signed session ends it, too, and all tokens exchanged for it', async () => {
  const { userId, cookies, token } = await somebody('signed')
  const refresh = cookies.find(({ name }) => name === '__Host-refresh')?.value ?? ''

  await expectRevoked(await revoke(refresh))

  expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  expect(await meBy(token)).toBe('revoked')
  expect(await eventsOf(userId)).toEqual(['revoked'])
})
