import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { accessClaims, now } from '../support/claims'
import { forge } from '../support/forge-token'
import { order, resign, toBytes, turnSignature } from '../support/resign'

test('[ASVS 7.4.1] a token whose signature was turned from s to n-s is the same token and the same session', async () => {
  const genuine = await signAccess(accessClaims)
  const turned = turnSignature(genuine)

  expect(turned).not.toBe(genuine)
  expect(decodeJwt(turned).jti).toBe(decodeJwt(genuine).jti)
  // It verifies, and an attacker can make it from a genuine one. Therefore the string itself must never be the key of a
  // revocation.
  expect(await openAccess(turned, now)).toEqual(await openAccess(genuine, now))
})

const impossible: readonly [string, (r: bigint, s: bigint) => Uint8Array][] = [
  ['all zeros', () => Buffer.alloc(64)],
  ['r zero', (_, s) => Buffer.concat([toBytes(0n), toBytes(s)])],
  ['s zero', (r) => Buffer.concat([toBytes(r), toBytes(0n)])],
  ['r and s one', () => Buffer.concat([toBytes(1n), toBytes(1n)])],
  ['r and s the order', () => Buffer.concat([toBytes(order), toBytes(order)])],
  ['all ones', () => Buffer.alloc(64, 255)],
  ['r and s exchanged', (r, s) => Buffer.concat([toBytes(s), toBytes(r)])],
  ['a zero in front', (r, s) => Buffer.concat([Buffer.of(0), toBytes(r), toBytes(s)])],
  ['a zero behind', (r, s) => Buffer.concat([toBytes(r), toBytes(s), Buffer.of(0)])],
  ['half its length', (r) => toBytes(r)],
  ['one byte', () => Buffer.of(1)],
]

test.each(impossible)('[ASVS 9.1.1] a signature of %s is refused', async (_, change) => {
  expect(await openAccess(resign(forge(), change), now)).toEqual({ outcome: 'invalid' })
})

test('the signature of another genuine token is refused', async () => {
  const [head, body] = (await signAccess(accessClaims)).split('.')
  const [, , signature] = (await signAccess({ ...accessClaims, role: 'admin' })).split('.')
  expect(await openAccess(`${head}.${body}.${signature}`, now)).toEqual({ outcome: 'invalid' })
})

test('a signature in DER is refused: JWS allows one form only (RFC 7518, section 3.4)', async () => {
  const der = (r: bigint, s: bigint) =>
    Buffer.concat([Buffer.of(0x30, 70, 2, 33, 0), toBytes(r), Buffer.of(2, 33, 0), toBytes(s)])
  expect(await openAccess(resign(forge(), der), now)).toEqual({ outcome: 'invalid' })
})
