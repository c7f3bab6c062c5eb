import { describe, expect, test } from 'vitest'
import { logIn } from '@/lib/server/account/log-in'
import { describeHealth } from '@/lib/server/api/health'
import { pingRedis } from '@/lib/session/redis'
import { askStrictly } from '@/lib/session/revocation/ask'
import { deny, raiseGeneration } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'

const gate = gateBeforeRedis()

const questions = {
  'asking what was revoked': () => askStrictly({ sessionId: 'some', userId: 'body', copyKey: null }),
  'denying a session': () => deny('some'),
  'raising a generation': () => raiseGeneration('body', 1),
  'a ping': () => pingRedis(),
}

describe.each(['shut', 'frozen'] as const)('while Redis is %s', (state) => {
  test.each(Object.entries(questions))('%s ends within a second as unavailable', async (_, ask) => {
    gate.set(state)
    const start = performance.now()

    await expect(ask()).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })

    expect(performance.now() - start).toBeLessThan(1000)
  })

  test.each(Object.entries(questions))('%s works again when Redis is available again', async (_, ask) => {
    gate.set(state)
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
    gate.set('open')

    await expect(ask()).resolves.not.toThrow()
  })

  test('the health endpoint reports it, and nothing else', async () => {
    gate.set(state)
    expect(await describeHealth()).toMatchObject({ status: 'away', postgres: 'ok', redis: 'away' })
    gate.set('open')
    expect(await describeHealth()).toMatchObject({ status: 'ok', postgres: 'ok', redis: 'ok' })
  })

  test('a login is not answered with cookies that every check would refuse', async () => {
    const { email } = await newPerson()
    const attempt = { email, password, model: 'sealed', presented: present([]), client, device: null } as const

    gate.set(state)

    await expect(logIn(attempt, nowInSeconds())).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
  })
})
