import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newJwk } from '@/tests/support/key-pair'
import { accessClaims } from '@/tests/unit/support/claims'
import { startProcess } from '@/tests/unit/support/start-process'

const gate = gateBeforeRedis()
const now = nowInSeconds()
const audience = 'https://service.example'
const handedOut = { token: 'the token', expiresAt: now + 300 }

/** A process deployed with other secrets, or the same, over the same Redis. */
async function deploy(secrets: Partial<Record<'JWT_KEYS' | 'SESSION_PASSWORDS', string>> = {}) {
  await startProcess({ UPSTASH_REDIS_REST_URL: env().UPSTASH_REDIS_REST_URL, ...secrets, TOKEN_CACHE: 'on' })
  return import('@/lib/server/tokens/token-cache')
}

let claims: AccessClaims
beforeEach(async () => {
  claims = { ...accessClaims, sessionId: randomUUID(), issuedAt: now, expiresAt: now + 300 }
  const { cacheToken } = await deploy()
  await cacheToken(claims, audience, handedOut, now)
})

const newKey = () => ({
  ...newJwk(),
  kid: randomUUID(),
})
const password = 'another password of 32 characters or more'

test('a token cached by one process is a hit in another', async () => {
  const { cachedToken } = await deploy()

  expect(await cachedToken(claims, audience, now)).toMatchObject(handedOut)
})

test.each([
  ['a generation', { generation: 4 }],
  ['the generation of the site', { siteGeneration: 3 }],
  ['an access version', { accessVersion: 5 }],
  ['a role', { role: 'admin' as const }],
  ['a session', { sessionId: 'another' }],
])('another %s causes another token', async (_, change) => {
  const { cachedToken } = await deploy()

  expect(await cachedToken({ ...claims, ...change }, audience, now)).toBeNull()
})

test('when another key signs, tokens of the previous key are not issued any more', async () => {
  const keys = env().JWT_KEYS.keys
  const appended = await deploy({ JWT_KEYS: JSON.stringify({ keys: [...keys, newKey()] }) })
  expect(await appended.cachedToken(claims, audience, now)).toMatchObject(handedOut)

  const promoted = await deploy({ JWT_KEYS: JSON.stringify({ keys: [newKey(), ...keys] }) })
  expect(await promoted.cachedToken(claims, audience, now)).toBeNull()
})

test('a seal of a password that is still in use opens, one of another password is ignored', async () => {
  const passwords = env().SESSION_PASSWORDS
  const rotated = await deploy({ SESSION_PASSWORDS: [password, ...passwords].join(',') })
  expect(await rotated.cachedToken(claims, audience, now)).toMatchObject(handedOut)

  const replaced = await deploy({ SESSION_PASSWORDS: password })
  expect(await replaced.cachedToken(claims, audience, now)).toBeNull()
})

test.each(['shut', 'frozen'] as const)(
  'with Redis unavailable (%s) every token is issued without the cache',
  async (state) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { cachedToken, cacheToken } = await deploy()
    gate.set(state)

    expect(await cachedToken(claims, audience, now)).toBeNull()
    await expect(cacheToken(claims, audience, handedOut, now)).resolves.toBeUndefined()
  },
)
