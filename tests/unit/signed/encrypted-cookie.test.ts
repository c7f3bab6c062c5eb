import { createSecretKey } from 'node:crypto'
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { openBearer } from '@/lib/session/bearer/credential'
import { cookieLimit } from '@/lib/session/cookies'
import { openPresented } from '@/lib/session/open'
import { openAccessCookie, signAccessCookie } from '@/lib/session/signed/access-cookie'
import { accessClaims, now, refreshClaims } from '../support/claims'
import { countCrypto } from '../support/count-crypto'
import { encrypt, encryptByHand, encryptedHeader, encryptionKey } from '../support/encrypt-token'
import { forge } from '../support/forge-token'
import { issue, present } from '../support/present'
import { respellings } from '../support/respell'

const withEncryption = (setting: 'on' | 'off') => void Object.assign(env(), { JWT_ENCRYPTION: setting })
beforeEach(() => withEncryption('on'))

const opened = { outcome: 'opened', claims: accessClaims }
const invalid = { outcome: 'invalid' }

const inside = async (value: string) =>
  new TextDecoder().decode((await compactDecrypt(value, createSecretKey(encryptionKey().key))).plaintext)

describe('with JWT_ENCRYPTION=on the access cookie', () => {
  test('is a nested JWT that jose decrypts with a key that Node derives', async () => {
    const value = await signAccessCookie(accessClaims)
    expect(decodeProtectedHeader(value)).toEqual(encryptedHeader())

    const token = await inside(value)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: 'unit' })
    expect(await openBearer(`Bearer ${token}`, now)).toMatchObject({ access: accessClaims })
  })

  test('opens to what was put in, and so does one that jose or Node has made in the same way: each below fails for its one fault', async () => {
    for (const value of [await signAccessCookie(accessClaims), await encrypt(forge()), encryptByHand(forge())]) {
      expect(await openAccessCookie(value, now)).toEqual(opened)
    }
  })

  test('says nothing to anyone who has no key: no claim, and never the same bytes twice', async () => {
    const values = [await signAccessCookie(accessClaims), await signAccessCookie(accessClaims)]
    for (const value of values) {
      const text = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      expect(text.join()).not.toMatch(/session-1|user-1|member|notes/)
    }
    expect(new Set(values.map((value) => value.split('.')[2])).size).toBe(2)
  })

  test('names its key by what discloses neither the key nor the password', async () => {
    const { kid } = encryptedHeader()
    expect(kid).toMatch(/^[\w-]{16}$/)
    expect(Buffer.from(kid, 'base64url')).not.toEqual(encryptionKey().key.subarray(0, 12))
    expect(env().SESSION_PASSWORDS.join()).not.toContain(kid)
  })

  test('fits into a cookie with the longest role', async () => {
    const value = await signAccessCookie({ ...accessClaims, role: 'admin' })
    expect('__Host-signed'.length + value.length).toBeLessThan(cookieLimit / 2)
  })

  test('is decrypted and verified once; respelled it lends nothing to anything', async () => {
    const value = await signAccessCookie(accessClaims)
    const open = (one = value) => openAccessCookie(one, now)
    expect(await countCrypto(open)).toBeGreaterThan(1)
    expect(await countCrypto(open)).toBe(0)

    for (const other of respellings(value.split('.')[4] ?? '')) {
      expect(await open(value.replace(/[^.]+$/, other))).toEqual(invalid)
    }
  })

  test('[ASVS 9.2.1] is as old as the token inside, though both were opened before', async () => {
    const value = await signAccessCookie(accessClaims)
    expect(await openAccessCookie(value, now)).toEqual(opened)
    expect(await openAccessCookie(value, accessClaims.expiresAt + 5)).toEqual({ outcome: 'expired' })
    expect(await openAccessCookie(value, now - 6)).toEqual(invalid)
  })
})

test('[ASVS 9.2.2] an encrypted token is no bearer token, and stays none once it was opened as a cookie', async () => {
  const value = await signAccessCookie(accessClaims)
  await openAccessCookie(value, now)
  expect(await openBearer(`Bearer ${value}`, now)).toBe('malformed')
})

describe.each([
  ['on', 'off'],
  ['off', 'on'],
] as const)('a login while encryption is %s, presented while it is %s', (before, after) => {
  async function logIn() {
    withEncryption(before)
    const cookies = await issue.signed()
    withEncryption(after)
    return cookies
  }

  test('is judged by its refresh token, so that it is renewed', async () => {
    const { credential } = await openPresented(present(...(await logIn())), now)
    expect(credential).toMatchObject({ model: 'signed', access: null, freshUntil: 0, refresh: refreshClaims })
  })

  test('opens nothing without its refresh token', async () => {
    const [access] = await logIn()
    if (!access) throw new Error('a signed login has two cookies')
    expect(await openPresented(present(access), now)).toEqual({ credential: null, stranger: 'invalid' })
  })
})
