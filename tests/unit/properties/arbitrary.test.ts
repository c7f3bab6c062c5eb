import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieNames } from '@/lib/session/cookies'
import { checkWith } from '../support/check-with'
import { now } from '../support/claims'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
)
const part = fc.oneof(
  text,
  fc.json().map((json) => Buffer.from(json).toString('base64url')),
  fc.base64String(),
)
const sealLike = fc.array(part, { minLength: 7, maxLength: 9 }).map((parts) => `Fe26.2*1*${parts.join('*')}~2`)
const tokenLike = fc
  .tuple(fc.json(), fc.json(), fc.uint8Array({ maxLength: 80 }))
  .map((parts) => parts.map((one) => Buffer.from(one).toString('base64url')).join('.'))
const anything = fc.oneof(text, sealLike, tokenLike)

test('arbitrary cookies never crash the check and never log a user in', async () => {
  const cookies = fc.record(Object.fromEntries(Object.values(cookieNames).map((name) => [name, anything] as const)), {
    requiredKeys: [],
  })
  await fc.assert(
    fc.asyncProperty(cookies, async (jar) => {
      expect((await checkWith({ authorization: null, cookies: jar }, now)).verdict).toBe('anonymous')
    }),
    { numRuns: 400 },
  )
})

test('arbitrary Authorization headers never crash the check and never log a user in', async () => {
  const header = fc.oneof(
    text,
    anything.map((token) => `Bearer ${token}`),
  )
  await fc.assert(
    fc.asyncProperty(header, async (authorization) => {
      expect((await checkWith({ authorization, cookies: {} }, now)).verdict).toBe('anonymous')
    }),
    { numRuns: 1000 },
  )
})
