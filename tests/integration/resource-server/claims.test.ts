import { expect, test } from 'vitest'
import { refusalOf, startStage } from '@/tests/integration/support/resource-stage'
import { now } from '@/tests/unit/support/claims'

async function refusedWith(payload: object): Promise<string> {
  const { mint, get } = await startStage()
  const { status, code } = refusalOf(await get('/catalogue', mint({ payload })))
  return `${status} ${code}`
}

const needed = ['iss', 'aud', 'sub', 'client_id', 'jti', 'iat', 'exp', 'scope']

test.each(needed)('a token without %s is refused, although the signature is genuine', async (claim) => {
  expect(await refusedWith({ [claim]: undefined })).toBe('401 invalid_token')
})

test.each(needed)('a token whose %s is null or of a wrong type is refused', async (claim) => {
  for (const value of [null, true, {}, [], [[]], claim === 'iat' || claim === 'exp' ? String(now) : 7]) {
    expect(await refusedWith({ [claim]: value }), JSON.stringify(value)).toBe('401 invalid_token')
  }
})

test('[ASVS 9.2.1] a token is expired five seconds after exp, not before', async () => {
  const { mint, get } = await startStage()
  expect((await get('/catalogue', mint({ payload: { exp: now - 4 } }))).status).toBe(200)

  expect(await refusedWith({ exp: now - 5 })).toBe('401 expired')
  expect(await refusedWith({ exp: 0 })).toBe('401 expired')
})

test.each(['nbf', 'iat'])(
  '[ASVS 9.2.1] a token whose %s lies more than five seconds ahead is refused',
  async (claim) => {
    const { mint, get } = await startStage()
    expect((await get('/catalogue', mint({ payload: { [claim]: now + 5 } }))).status).toBe(200)

    expect(await refusedWith({ [claim]: now + 6 })).toBe('401 invalid_token')
    expect(await refusedWith({ [claim]: now + 3600, exp: now + 7200 })).toBe('401 invalid_token')
  },
)

test('[ASVS 9.2.3] a token for another audience is refused: for the application, for a namesake, without an audience', async () => {
  const { issuer, service } = await startStage()
  const { audience } = service
  const others = [issuer.url, `${audience}/`, `${audience}.evil.example`, audience.toUpperCase(), '', []]
  for (const aud of others) expect(await refusedWith({ aud }), JSON.stringify(aud)).toBe('401 invalid_token')
})

test('[ASVS 9.2.4] a token for several services is refused, also when we are among them: the others could use it here', async () => {
  const { service, mint, get } = await startStage()
  const lists = [[service.audience], [service.audience, 'https://other.example']]
  for (const aud of lists) {
    expect(refusalOf(await get('/catalogue', mint({ payload: { aud } }))).code).toBe('invalid_token')
  }
})

test('a token of another issuer is refused, although the signature is genuine', async () => {
  const { issuer, mint, get } = await startStage()
  for (const iss of ['https://evil.example', `${issuer.url}/`, issuer.url.replace('http:', 'https:'), [issuer.url]]) {
    expect(refusalOf(await get('/catalogue', mint({ payload: { iss } }))).code, String(iss)).toBe('invalid_token')
  }
})

test.each(['', 'notes:write', 'notes:reader', 'xnotes:read', 'NOTES:READ', 'notes:read,notes:write'])(
  'a token of the scope %j is valid, and refused as insufficient',
  async (scope) => {
    const { mint, get } = await startStage()
    for (const path of ['/catalogue', '/invoices']) {
      expect(refusalOf(await get(path, mint({ payload: { scope } })))).toEqual({
        status: 403,
        code: 'insufficient_scope',
        challenge:
          'Bearer error="insufficient_scope", error_description="This token does not cover this resource.", scope="notes:read"',
      })
    }
  },
)
