import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { tokenFor } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const path = '/.well-known/jwks.json'
const fetchKeys = (headers = {}) => new Visitor(app).send('GET', path, headers)

const Coordinate = z.string().regex(/^[\w-]{43}$/)

/** Strict: the private half is the member `d`, and no further member is allowed. */
const KeySet = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: Coordinate,
        y: Coordinate,
        kid: z.string().min(1),
        alg: z.literal('ES256'),
        use: z.literal('sig'),
      }),
    )
    .min(1),
})

test('the published key set has the public halves of our keys, and nothing else', async () => {
  const answer = await fetchKeys()

  expect(answer.status).toBe(200)
  expect(KeySet.safeParse(answer.json()).error).toBeUndefined()
  expect(answer.headers.get('content-type')).toBe('application/jwk-set+json')
  expect(answer.setCookies).toEqual([])
})

test('the published keys verify our signatures', async () => {
  const token = await tokenFor(await openSession(app, 'stored'))
  const keys = createLocalJWKSet(KeySet.parse((await fetchKeys()).json()))

  const { payload } = await jwtVerify(token, keys, { issuer: app.url, audience: app.url, typ: 'at+jwt' })

  expect(payload.client_id).toBe('web')
})

test('every answer can be cached for five minutes', async () => {
  const answer = await (await openSession(app, 'signed')).get(path)

  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('vary') ?? '').not.toMatch(/cookie|authorization/i)
})

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('no method changes them: %s is 405', async (method) => {
  expect((await new Visitor(app).send(method, path, {}, '{"keys":[]}')).status).toBe(405)
})
