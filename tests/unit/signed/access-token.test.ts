import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { accessClaims, now } from '../support/claims'
import { forge, header, payload } from '../support/forge-token'

test('a token of ours opens to its claims', async () => {
  expect(await openAccess(await signAccess(accessClaims), now)).toEqual({ outcome: 'opened', claims: accessClaims })
})

test('[ASVS 9.2.2] a token of ours says that it is an access token, who it is from, for whom and for what', async () => {
  const token = await signAccess({ ...accessClaims, role: 'admin' })
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: 'unit' })
  expect(decodeJwt(token)).toEqual({
    ...payload(),
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    roles: ['admin'],
    scope: 'notes:read notes:write users:read users:write audit:read site:cut_off',
  })
})

test('every token has an id of its own', async () => {
  const ids = [decodeJwt(await signAccess(accessClaims)).jti, decodeJwt(await signAccess(accessClaims)).jti]
  expect(new Set(ids).size).toBe(2)
})

test('a token says nothing private: no name, no address, no secret, no session data', async () => {
  const claims = Object.keys(decodeJwt(await signAccess(accessClaims)))
  expect(claims.toSorted()).toEqual(Object.keys(payload()).toSorted())
})

test('a hand-made token with the same claims opens too, so that the forgeries of this folder fail for their one fault', async () => {
  expect(Object.keys(header())).toEqual(['alg', 'typ', 'kid'])
  expect(await openAccess(forge(), now)).toEqual({ outcome: 'opened', claims: accessClaims })
})
