import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { nowInSeconds } from '@/lib/time'
import { attacksOnClaims, expiredTokens } from '@/tests/security/support/attacks-on-claims'
import { malformedHeaders, malformedTokens, otherSchemes } from '@/tests/security/support/attacks-on-form'
import { attacksOnKeys } from '@/tests/security/support/attacks-on-keys'
import { attacksOnParts, attacksOnSignatures } from '@/tests/security/support/attacks-on-signatures'
import { askEveryWay, refusals } from '@/tests/security/support/bearer-ways'
import { audience, exchange, introspect, revoke } from '@/tests/security/support/token-calls'
import { expectLetIn, expectRefused, expectUnopened, provideTokenStage } from '@/tests/security/support/token-stage'
import { request } from '@/tests/support/request'
import { turnSignature } from '@/tests/unit/support/resign'

const stage = provideTokenStage()

test('an issued token is accepted, and so is one that the test signs: each below is refused for its one fault', async () => {
  const { own, target } = stage()
  await expectLetIn(stage(), own.token)
  await expectLetIn(stage(), target.mint())
  expect(await own.visitor.me()).toMatchObject({ status: 200 })
})

test('[ASVS 9.1.2] [ASVS 9.1.3] no other algorithm and no other key is accepted, and no address is fetched for a key', async () => {
  await expectUnopened(stage(), attacksOnKeys(stage().target), {
    code: 'unauthenticated',
    examples: [
      ...['alg "none", our signature', 'alg "None", zeros', 'alg undefined, one byte', 'HS256 under our name'],
      ...['HS256 with the public key (PEM)', 'RS256 by its name', 'ES384 by ours', 'EdDSA over our signature'],
      ...['nothing at all', 'jwk', 'jku', 'x5u', 'x5c', 'a kid that is an address', 'all of them'].map(
        (way) => `a foreign key by ${way}`,
      ),
      ...['kid undefined, our signature', 'kid "unknown", our signature', 'kid "/dev/null", an empty secret'],
    ],
  })
  expect(stage().visits()).toBe(0)
})

test('[ASVS 9.1.1] no signature but a genuine one of these very contents is believed', async () => {
  const { target } = stage()
  await expectUnopened(stage(), attacksOnSignatures(target), {
    code: 'unauthenticated',
    examples: ['all zeros', 'r zero', 'DER', 'truncated', 'of another token'].map((name) => `signature: ${name}`),
  })
  await expectUnopened(stage(), attacksOnParts(target), {
    code: 'unauthenticated',
    examples: [
      ...['a claim forged', 'a claim twice, the forged one first', 'alg twice, none first, unsigned'],
      ...['header of null', 'body of text'],
    ],
  })
})

test('[ASVS 9.2.1] [ASVS 9.2.2] [ASVS 9.2.3] what we have signed ourselves is no access token without all that makes one', async () => {
  const { target, claims } = stage()
  const now = nowInSeconds()
  // Without a readable `amr`, a token is one of an earlier release: it counts as one factor (tests/unit/session/earlier-release.test.ts).
  const required = Object.keys(claims).filter((claim) => claim !== 'amr' && claim !== 'acr')
  await expectUnopened(stage(), attacksOnClaims(target, required, now), {
    code: 'unauthenticated',
    examples: [
      ...['typ JWT', 'crit unknown', 'aud of another', 'iss another', 'nbf in the future', 'iat in the future'],
      ...['no exp', 'no sid', 'sub null', 'roles an object', 'exp text', 'two roles', 'sid with a NUL'],
    ],
  })
  await expectRefused(stage(), expiredTokens(target, now), 'expired')
})

test('[ASVS 7.4.1] nothing that merely contains a token is one, nor is what belongs into a cookie', async () => {
  const { target, own, other } = stage()
  const cookies = [...own.visitor.cookies, ...other.visitor.cookies].map(({ name, value }) => [name, value])
  const { '__Host-signed': access, ...seals } = Object.fromEntries(cookies)

  await expectUnopened(stage(), malformedTokens(target), {
    code: 'malformed',
    examples: [
      ...['unsigned, with two dots', 'without its signature', 'a dot behind', 'padding behind', 'in quotes'],
      ...['itself twice', 'JWE, compact', 'JSON, flattened', 'twelve thousand dots'],
      'a body of twelve thousand characters',
    ],
  })
  await expectRefused(stage(), seals, 'malformed')
  expect(Object.keys(seals)).toEqual(['__Host-stored', '__Host-refresh'])
  expect(await introspect(stage().app, access)).toMatchObject({ active: true })
})

test('only "Bearer" and one token is accepted, even if another header contains a valid token beside a valid cookie', async () => {
  const { app, target, own } = stage()
  for (const [name, header] of Object.entries(malformedHeaders(target))) {
    for (const beside of [null, own.visitor]) {
      const answers = await askEveryWay(app, header, beside)
      expect({ name, answers }).toEqual({ name, answers: refusals('malformed') })
    }
  }
})

test('a valid token behind another scheme is ignored: the answers are those without a header', async () => {
  const { app, target, own } = stage()
  for (const [name, header] of Object.entries(otherSchemes(target))) {
    for (const beside of [null, own.visitor]) {
      const [answers, without] = [await askEveryWay(app, header, beside), await askEveryWay(app, [], beside)]
      expect({ name, statuses: answers.map(({ status }) => status) }).toEqual({
        name,
        statuses: without.map(({ status }) => status),
      })
      expect(answers[0]).toEqual(without[0])
      expect(answers[0]?.status).toBe(beside ? 200 : 401)
    }
  }
})

test('a token larger than Node reads is refused by Node, and by introspection as an invalid form', async () => {
  const { app, target } = stage()
  const token = target.mint({ payload: { padding: 'x'.repeat(48_000) } })
  const asking = request(app.url, '/api/me', { headers: { Authorization: `Bearer ${token}` } })
  const status = await asking.then(
    (answer) => answer.status,
    () => 'closed',
  )

  expect(status).toBeOneOf([431, 'closed'])
  expect(await introspect(app, token)).toMatchObject({ error: 'invalid_request' })
})

test('a token that we signed is valid only while the session that it names is, and only for the user of that session', async () => {
  const { target, claims, other } = stage()
  const { sub, sid } = decodeJwt(other.token)
  const { generation, site_generation, access_version } = stage().counters
  const payloads = {
    "another user's session": { sid },
    "another user in one's own session": { sub },
    'a session that never was': { sid: 'never' },
    'half of what a sealed session says': { sid: 'never', started_at: claims.iat },
    'the other half': { sid: 'never', ends_at: claims.exp },
    'from before a revocation of all sessions': { generation: generation - 1 },
    'from before the sessions of all users were revoked': { site_generation: site_generation - 1 },
  }
  const forged = Object.entries(payloads).map(([name, payload]) => [name, target.mint({ payload })])
  await expectRefused(stage(), Object.fromEntries(forged), 'revoked')
  const outdated = target.mint({ payload: { access_version: access_version - 1 } })
  await expectRefused(stage(), { 'from before a role was changed': outdated }, 'expired')
})

test('[ASVS 9.2.4] a token for another service is refused by our API, and active in its introspection', async () => {
  const { app, own } = stage()
  const token = await exchange(own.visitor, audience)
  expect(await askEveryWay(app, `Bearer ${token}`, own.visitor)).toEqual(refusals('unauthenticated'))
  expect(await introspect(app, token)).toMatchObject({ active: true, aud: audience })
})

test('the type is a media type: its full name, and capitals, are the same (RFC 9068, section 4; RFC 7515, section 4.1.9)', async () => {
  for (const typ of ['application/at+jwt', 'AT+JWT', 'Application/At+Jwt']) {
    await expectLetIn(stage(), stage().target.mint({ header: { typ } }))
  }
})

test('after all attacks the genuine token is still accepted; once it is revoked, no spelling is', async () => {
  const { app, own, target } = stage()
  const another = target.mint({ payload: { jti: 'another' } })
  const spellings = { 'as given out': own.token, 'its signature turned': turnSignature(own.token), another }
  for (const spelling of Object.values(spellings)) await expectLetIn(stage(), spelling)

  expect((await revoke(app, turnSignature(own.token))).status).toBe(200)

  await expectRefused(stage(), spellings, 'revoked')
  expect(app.log()).not.toMatch(/eyJ|node_modules|\bat .+:\d+/)
})
