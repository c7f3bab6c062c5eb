import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Application, startApplication } from '@/tests/support/application'
import { openFileStores } from '@/tests/support/file-stores'
import { models } from '@/tests/support/models'
import { needs } from '@/tests/support/needs'
import { openSession } from '@/tests/support/open-session'
import { realStoresObstacle } from '@/tests/support/real-stores'
import type { Stores } from '@/tests/support/stores'
import { askForToken, Bearer, TokenAnswer } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

/* RATE_LIMIT is on, and a limit is a script: over the embedded Redis 500 of them at once are a test of that. */

let stores: Stores
let app: Application

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  stores = await openFileStores()
  app = await startApplication({ env: { ...stores.env, RATE_LIMIT: 'on' } })
})
afterAll(async () => {
  await app?.stop()
  await stores?.close()
})

test.for(models)(
  'of 500 requests at once for one %s session each is given a token of its own, and each is good',
  { timeout: 120_000 },
  async (model) => {
    const visitor = await openSession(app, model)
    const { session } = await visitor.me()

    const answers = await Promise.all(Array.from({ length: 500 }, () => askForToken(visitor)))

    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200])
    const tokens = answers.map((answer) => TokenAnswer.parse(answer.json()).access_token)
    const keys = createLocalJWKSet(JSON.parse((await new Visitor(app).get('/.well-known/jwks.json')).body))
    const expected = { issuer: app.url, audience: app.url, typ: 'at+jwt', algorithms: ['ES256'] }
    const verified = await Promise.all(tokens.map((token) => jwtVerify(token, keys, expected)))
    expect(new Set(verified.map(({ payload }) => payload.sid))).toEqual(new Set([session?.id]))
    expect(new Set(verified.map(({ payload }) => payload.jti)).size).toBe(500)
    expect(await new Bearer(app, tokens.at(-1) ?? '').me()).toMatchObject({ status: 200, session: { id: session?.id } })
  },
)
