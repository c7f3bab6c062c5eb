import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { base64url, EncryptJWT, importJWK } from 'jose'
import { env } from '@/lib/env'
import { encrypt, encryptByHand, encryptedHeader, encryptionKey } from './encrypt-token'
import { encode, ownKey, payload } from './forge-token'
import { respellings } from './respell'

/*
 * What an attacker presents where an encrypted access cookie is expected, by kind of confusion. Each is made of a token that would be
 * accepted inside of a genuine one: each is refused for its one fault. Many can be made with our own key only.
 */

export type Forgeries = Readonly<Record<string, string>>

const sha256 = (text: string) => createHash('sha256').update(text).digest()
const password = () => env().SESSION_PASSWORDS[0] ?? ''

/** With keys that are not ours, and with ours in a use that is not theirs. */
export async function byOtherKeys(token: string): Promise<Forgeries> {
  const other = randomBytes(32)
  return {
    'another key under our kid': await encrypt(token, { key: other }),
    'another key under its own kid': await encrypt(token, { key: other, header: { kid: 'another' } }),
    'another key, in the header': await encrypt(token, {
      key: other,
      header: { jwk: { kty: 'oct', k: base64url.encode(other) } },
    }),
    'another key, at an address': await encrypt(token, { key: other, header: { jku: 'http://127.0.0.1:9' } }),
    'the password of the seals, hashed': await encrypt(token, { key: sha256(password()) }),
    'the first bytes of the password': await encrypt(token, { key: Buffer.from(password()).subarray(0, 32) }),
    'our key without its name': encryptByHand(token, JSON.stringify({ ...encryptedHeader(), kid: undefined })),
    'our key under another name': await encrypt(token, { header: { kid: 'another' } }),
    'our key under the kid of the signature': await encrypt(token, { header: { kid: env().JWT_KEYS.keys[0]?.kid } }),
  }
}

/** `alg` and `enc`: all that jose can make. */
export async function byOtherAlgorithms(token: string): Promise<Forgeries> {
  const { key } = encryptionKey()
  const { d: _, ...jwk } = ownKey().export({ format: 'jwk' })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  const twice = Buffer.concat([key, key])
  return {
    'alg A256KW': await encrypt(token, { header: { alg: 'A256KW' } }),
    'alg A256GCMKW': await encrypt(token, { header: { alg: 'A256GCMKW' } }),
    'alg PBES2 with the password': await encrypt(token, {
      header: { alg: 'PBES2-HS256+A128KW' },
      key: new TextEncoder().encode(password()),
    }),
    'alg ECDH-ES for our public signing key': await encrypt(token, {
      header: { alg: 'ECDH-ES' },
      key: await importJWK(jwk, 'ECDH-ES'),
    }),
    'alg RSA-OAEP-256': await encrypt(token, { header: { alg: 'RSA-OAEP-256' }, key: rsa }),
    'enc A128GCM with half of our key': await encrypt(token, {
      header: { enc: 'A128GCM' },
      key: key.subarray(0, 16),
    }),
    'enc A192GCM': await encrypt(token, { header: { enc: 'A192GCM' }, key: key.subarray(0, 24) }),
    'enc A128CBC-HS256, whose key is as long as ours': await encrypt(token, { header: { enc: 'A128CBC-HS256' } }),
    'enc A256CBC-HS512': await encrypt(token, { header: { enc: 'A256CBC-HS512' }, key: twice }),
  }
}

/** With our own key and our own algorithm, under a header that says something else or something more. */
export async function underOtherHeaders(token: string): Promise<Forgeries> {
  const own = encryptedHeader()
  const changes: Readonly<Record<string, object>> = {
    'alg none': { alg: 'none' },
    'alg in capitals': { alg: 'DIR' },
    'no alg': { alg: undefined },
    'alg of the signature': { alg: 'ES256' },
    'enc of another length': { enc: 'A128GCM' },
    'no enc': { enc: undefined },
    'no typ': { typ: undefined },
    'typ of an access token': { typ: 'at+jwt' },
    'no cty': { cty: undefined },
    'cty of an access token': { cty: 'at+jwt' },
    'crit unknown': { crit: ['unknown'], unknown: 1 },
    'crit exp': { crit: ['exp'], exp: 1 },
    'crit empty': { crit: [] },
    'zip, though nothing is compressed': { zip: 'DEF' },
    'zip of no name': { zip: '' },
    'a salt and a count, as for PBES2': { p2s: 'c2FsdA', p2c: 10_000_000 },
    'a claim beside': { aud: 'https://elsewhere.example' },
  }
  const written = Object.entries(changes).map(
    ([name, change]) => [name, JSON.stringify({ ...own, ...change })] as const,
  )
  const { kid, ...others } = own
  const heads = [
    ...written,
    ['members in another order', JSON.stringify({ kid, ...others })],
    ['white space in the header', JSON.stringify(own, null, 1)],
    ['alg twice', JSON.stringify(own).replace('{', '{"alg":"none",')],
    ['header of null', 'null'],
    ['header of text', 'dir'],
  ] as const
  return {
    ...Object.fromEntries(heads.map(([name, head]) => [name, encryptByHand(token, head)])),
    'zip, compressed': await encrypt(token, { header: { zip: 'DEF' } }),
    'a megabyte of zeros, compressed': await encrypt('\0'.repeat(1_000_000), { header: { zip: 'DEF' } }),
  }
}

/** Encrypted as ours are. @param tokens that are refused as they are, and so must be inside */
export async function aroundOthers(token: string, tokens: Forgeries, seal: string): Promise<Forgeries> {
  const { kid, key } = encryptionKey()
  const own = { ...encryptedHeader(), kid }
  const forged = Object.entries(tokens).map(async ([name, inside]) => [`inside: ${name}`, await encrypt(inside)])
  return {
    ...Object.fromEntries(await Promise.all(forged)),
    'inside: claims that no key has signed': await new EncryptJWT(payload()).setProtectedHeader(own).encrypt(key),
    'inside: itself, encrypted': await encrypt(await encrypt(token)),
    'inside: a seal': await encrypt(seal),
    'inside: white space around it': await encrypt(` ${token}`),
    'inside: a byte order mark': await encrypt(`\ufeff${token}`),
    'inside: padding behind it': await encrypt(`${token}=`),
    'inside: itself, compressed': encryptByHand(deflateRawSync(token)),
    'inside: nothing': encryptByHand(''),
    'inside: bytes that are no text': encryptByHand(randomBytes(500)),
  }
}

/** The genuine cookie in other characters: all of them are the same bytes for a lenient decoder, or nearly. */
export function inOtherSpellings(value: string, token: string): Forgeries {
  const [head = '', , iv = '', ciphertext = '', tag = ''] = value.split('.')
  const join = (...parts: readonly string[]) => parts.join('.')
  const [text, mac] = [Buffer.from(ciphertext, 'base64url'), Buffer.from(tag, 'base64url')]
  const moved = Buffer.concat([text, mac])
  const movedTo = (at: number) => join(head, '', iv, encode(moved.subarray(0, at)), encode(moved.subarray(at)))
  return {
    'the token as it is, encrypted by no key': token,
    'a byte moved from the tag': movedTo(text.length + 1),
    'a byte moved to the tag': movedTo(text.length - 1),
    'a tag of 12 bytes': join(head, '', iv, ciphertext, encode(mac.subarray(0, 12))),
    'no tag': join(head, '', iv, ciphertext, ''),
    'an IV of 16 bytes': join(head, '', encode(randomBytes(16)), ciphertext, tag),
    'another IV': join(head, '', encode(randomBytes(12)), ciphertext, tag),
    'an encrypted key': join(head, encode(randomBytes(40)), iv, ciphertext, tag),
    'the last character of its tag respelled': join(head, '', iv, ciphertext, respellings(tag)[0] ?? ''),
    'padding behind': `${value}==`,
    'a sixth part': `${value}.AA`,
    'four parts': join(head, iv, ciphertext, tag),
    'the alphabet of ordinary base64': value.replaceAll('-', '+').replaceAll('_', '/'),
    'white space inside': value.replace('..', '. .'),
    'as JSON': JSON.stringify({ protected: head, iv, ciphertext, tag }),
    truncated: value.slice(0, -8),
    'five thousand characters': join(head, '', iv, 'A'.repeat(5000), tag),
  }
}
