import { beforeAll, describe, expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import { answerIntrospection } from '@/lib/server/tokens/answer-introspection'
import { newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { introspect, provideService, tokenFor } from '@/tests/integration/support/token-endpoints'
import { models } from '@/tests/support/models'
import { basic, service } from '@/tests/support/tokens'

provideService()

let token = ''
beforeAll(async () => {
  token = await tokenFor((await start(models[0], (await newPerson()).userId)).cookies)
})

const plain = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const { id, secret } = service
const encoded = Buffer.from(basic().replace('Basic ', ''), 'base64').toString()

const refused: Readonly<Record<string, string>> = {
  nothing: '',
  'only the scheme': 'Basic',
  'the scheme and a blank': 'Basic ',
  'what is no base64': `Basic ${id}:${secret}`,
  'base64 of another alphabet': basic().replace(/.$/, '_'),
  'two words': `${basic()} ${basic()}`,
  'another scheme': basic().replace('Basic', 'Bearer'),
  'a wrong secret': basic(id, `${secret}x`),
  'the beginning of the secret': basic(id, secret.slice(0, -1)),
  'no secret': basic(id, ''),
  'the secret, and another parameter behind it': plain(`${encoded}&x=y`),
  'the secret, and an empty one': plain(`${encoded}&`),
  'the secret in capitals': basic(id, secret.toUpperCase()),
  'another id': basic(`${id}x`, secret),
  'no id': basic('', secret),
  'the two exchanged': basic(secret, id),
  'no colon': plain(id),
  'both as they are, not encoded as in a form': plain(`${id}:${secret}`),
  'what cannot be decoded': plain('%zz%:%'),
}

describe('[ASVS 7.2.1] a caller that authenticates with', () => {
  test.each(Object.entries(refused))('%s gets no answer about the token, and a challenge', async (_, authorization) => {
    const answer = await introspect(token, authorization ? { Authorization: authorization } : {})

    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="introspection", charset="UTF-8"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({ error: 'invalid_client', error_description: expect.any(String) })
  })

  test('the token itself gets no answer either', async () => {
    expect((await introspect(token, { Authorization: `Bearer ${token}` })).status).toBe(401)
  })

  test.each(['Basic', 'basic', 'BASIC'])('the right secret, by the scheme "%s", gets the answer', async (scheme) => {
    const answer = await introspect(token, { Authorization: basic().replace('Basic', scheme) })

    expect(await answer.json()).toMatchObject({ active: true })
  })
})

test.each([
  ['colons and percent signs', 'a:b%20c', 'x:%3A:y%zz and 32 characters or more'],
  ['letters of elsewhere', 'größe', 'ключ до дверей, 鍵, 🔑, of some length'],
  ['a plus for what it is', 'a+b', 'plus+plus+plus+plus+plus+plus+plus+plus'],
])('id and secret may have %s in them (RFC 6749, section 2.3.1)', async (_, own, theirs) => {
  const registered = { RESOURCE_SERVER_ID: own, RESOURCE_SERVER_SECRET: theirs }

  await withSettings(registered, async () => {
    expect((await introspect(token, { Authorization: basic(own, theirs) })).status).toBe(200)
    expect((await introspect(token, { Authorization: basic() })).status).toBe(401)
  })
})

test('without a registered service every caller is refused, also one with an empty id and secret', async () => {
  const { RESOURCE_SERVER_ID: _, RESOURCE_SERVER_SECRET: __, ...rest } = env()
  const registered = { ...env() }
  for (const name of ['RESOURCE_SERVER_ID', 'RESOURCE_SERVER_SECRET'] as const) delete env()[name]
  try {
    expect(env()).toEqual(rest)
    for (const header of [basic(), basic('', ''), basic('undefined', 'undefined')]) {
      expect((await introspect(token, { Authorization: header })).status).toBe(401)
    }
  } finally {
    Object.assign(env(), registered)
  }
})

describe('a malformed request is refused, with a reason:', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  test.each([
    ['no token', form, ''],
    ['two', form, 'token=a&token=b'],
    ['JSON', { 'Content-Type': 'application/json' }, '{"token":"a"}'],
    ['20 kB', form, `token=${'a'.repeat(20_000)}`],
  ])('%s', async (_, headers, body) => {
    const asked = { method: 'POST', headers: { ...headers, Authorization: basic() }, body }
    const answer = await answerIntrospection(new Request(`${issuer()}/api/token/introspect`, asked))

    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: expect.any(String) })
  })
})
