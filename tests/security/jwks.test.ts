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

/** Strict: the private half is called `d`, and nothing by that or any other name may be beside these. */
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

test('what everyone may fetch are the public halves of our keys, and nothing beside them', async () => {
  const answer = await fetchKeys()

  expect(answer.status).toBe(200)
  expect(KeySet.safeParse(answer.json()).error).toBeUndefined()
  expect(answer.headers.get('content-type')).toBe('application/jwk-set+json')
  expect(answer.setCookies).toEqual([])
})

test('they verify what we sign', async () => {
  const token = await tokenFor(await openSession(app, 'stored'))
  const keys = createLocalJWKSet(KeySet.parse((await fetchKeys()).json()))

  const { payload } = await jwtVerify(token, keys, { issuer: app.url, audience: app.url, typ: 'at+jwt' })

  expect(payload.client_id).toBe('web')
})

test('anyone may keep them for five minutes, whoever asks, and asks again by their tag', async () => {
  const answer = await (await openSession(app, 'signed')).get(path)

  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('etag')).toMatch(/^"[\w-]+"$/)
  expect(answer.headers.get('vary') ?? '').not.toMatch(/cookie|authorization/i)
  expect((await fetchKeys()).headers.get('etag')).toBe(answer.headers.get('etag'))
})

test.each([
  ['the tag', (tag: string) => tag],
  ['a weak one', (tag: string) => `W/${tag}`],
  ['several, one of them this', (tag: string) => `"other", W/${tag}, "x"`],
  ['several without blanks', (tag: string) => `"other",${tag}`],
  ['whichever', () => '*'],
])('who has them is told 304, and nothing twice: %s (RFC 9110, section 13.1.2)', async (_, spell) => {
  const tag = (await fetchKeys()).headers.get('etag') ?? ''

  const answer = await fetchKeys({ 'If-None-Match': spell(tag) })

  expect(answer).toMatchObject({ status: 304, body: '' })
  expect(answer.headers.get('etag')).toBe(tag)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
})

test.each(['"other"', 'W/"other"', '', '"', 'x, y', 'W/'])('who has others is told them: %s', async (tag) => {
  const answer = await fetchKeys({ 'If-None-Match': tag })

  expect(answer.status).toBe(200)
  expect(KeySet.parse(answer.json()).keys).toHaveLength(1)
})

test('a half of the tag, or the tag of another, is not the tag', async () => {
  const tag = (await fetchKeys()).headers.get('etag') ?? ''

  for (const other of [tag.slice(0, -2), `${tag.slice(0, -1)}x"`, tag.slice(1, -1), tag.toUpperCase()]) {
    expect((await fetchKeys({ 'If-None-Match': other })).status).toBe(200)
  }
})

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('nobody changes them: %s is 405', async (method) => {
  expect((await new Visitor(app).send(method, path, {}, '{"keys":[]}')).status).toBe(405)
})
