/**
 * The value of the access cookie: the signed token as it is or, with JWT_ENCRYPTION=on, a nested JWT, signed first and then
 * encrypted (RFC 7519, section 5.2; docs/decisions/032). Runs anywhere. Tokens for an Authorization header are never encrypted.
 */

import { base64url, CompactEncrypt } from 'jose'
import { env } from '@/lib/env'
import { type AccessClaims, type OpenedAccess, openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { isStrictBase64url } from '@/lib/session/bearer/compact'
import { cookieLimit } from '@/lib/session/cookies'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

export async function signAccessCookie(claims: AccessClaims): Promise<string> {
  const token = await signAccess(claims)
  return env().JWT_ENCRYPTION === 'on' ? encryptAccess(token) : token
}

/** Keyed on the whole cookie, not on the token inside: the cookie that a browser presents twice is decrypted once. */
const decrypted = new Verified<{ token: string }>()

/**
 * Opens the one form that JWT_ENCRYPTION asks for and refuses the other, so that a readable token that was issued for a program
 * opens no cookie. The refresh token beside a refused cookie renews it: switching on or off signs no user out.
 */
export async function openAccessCookie(value: string, now: number, witness?: Witness): Promise<OpenedAccess> {
  if (env().JWT_ENCRYPTION === 'off') return openAccess(value, now, witness)

  const inside = await decrypted.open(value, () => decryptAccess(value), witness)
  return inside ? openAccess(inside.token, now, witness) : { outcome: 'invalid' }
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

async function encryptAccess(token: string): Promise<string> {
  const [newest = ''] = env().SESSION_PASSWORDS
  const { header, key } = await keyFrom(newest)
  return new CompactEncrypt(bytesOf(token)).setProtectedHeader(header).encrypt(key)
}

/**
 * Header, no encrypted key (`dir`), an IV of 12 bytes, the ciphertext, a tag of 16 bytes. AES-GCM reads ciphertext and tag as one:
 * without these lengths a cookie in which a byte has moved from one to the other would decrypt too, as another spelling.
 */
const parts = /^[\w-]+\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/

const isCompactJwe = (value: string) =>
  value.length <= cookieLimit && parts.test(value) && value.split('.').every(isStrictBase64url)

/**
 * No algorithm, key or parameter comes from the cookie: its header has to equal, character by character, what one of our keys
 * writes. So there is no `alg`, `enc`, `zip` or `crit` to confuse, and the keys that it does not name are not tried.
 * @param passwords by default those in use
 * @returns the token inside, of which nothing is verified yet; null for what none of our keys has encrypted
 */
export async function decryptAccess(
  value: string,
  passwords = env().SESSION_PASSWORDS,
): Promise<{ token: string } | null> {
  if (!isCompactJwe(value)) return null

  const [head = '', , iv = '', ciphertext = '', tag = ''] = value.split('.')
  const keys = await Promise.all(passwords.map(keyFrom))
  const named = keys.find(({ encodedHeader }) => encodedHeader === head)
  if (!named) return null

  const gcm = { name: 'AES-GCM', iv: decode(iv), additionalData: bytesOf(head), tagLength: 128 }
  try {
    const token = await crypto.subtle.decrypt(gcm, named.key, new Uint8Array([...decode(ciphertext), ...decode(tag)]))
    return { token: new TextDecoder('utf-8', { ignoreBOM: true }).decode(token) }
  } catch {
    // Key and lengths are right, so the tag is wrong.
    return null
  }
}

const decode = (part: string) => new Uint8Array(base64url.decode(part))

/** RFC 7518, sections 4.5 and 5.3. `cty`: there is a JWT inside (RFC 7519, section 5.2), whose own `typ` says which kind. */
const headerFor = (kid: string) => ({ alg: 'dir', enc: 'A256GCM', typ: 'JWT', cty: 'JWT', kid }) as const

interface EncryptionKey {
  header: ReturnType<typeof headerFor>
  encodedHeader: string
  key: CryptoKey
}

const derived = new Map<string, Promise<EncryptionKey>>()

function keyFrom(password: string): Promise<EncryptionKey> {
  const known = derived.get(password) ?? deriveKey(password)
  derived.set(password, known)
  return known
}

/**
 * HKDF (RFC 5869), with a label of its own for each use: this key opens no seal, the password of a seal used as a key opens no
 * cookie of this kind, and `kid` discloses neither. Passwords rotate, and these keys with them.
 */
async function deriveKey(password: string): Promise<EncryptionKey> {
  const secret = await crypto.subtle.importKey('raw', bytesOf(password), 'HKDF', false, ['deriveBits', 'deriveKey'])
  const hkdf = (label: string) => ({
    ...{ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array() },
    info: bytesOf(`signed access cookie: ${label}`),
  })
  const kid = await crypto.subtle.deriveBits(hkdf('kid'), secret, 96)
  const aes = { name: 'AES-GCM', length: 256 }
  const key = await crypto.subtle.deriveKey(hkdf('A256GCM'), secret, aes, false, ['encrypt', 'decrypt'])

  const header = headerFor(base64url.encode(new Uint8Array(kid)))
  return { header, encodedHeader: base64url.encode(JSON.stringify(header)), key }
}
