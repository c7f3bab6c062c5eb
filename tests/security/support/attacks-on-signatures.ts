import type { Forged, Target } from '@/tests/security/support/attacks-on-keys'
import { assemble, encode, es256 } from '@/tests/unit/support/forge-token'
import { order, resign, toBytes } from '@/tests/unit/support/resign'

const one = toBytes(1n)
const zero = toBytes(0n)
const top = toBytes(order)
const join = (...parts: Uint8Array[]) => Buffer.concat(parts)

/** A number in DER: the leading zero byte makes it positive. */
const derInteger = (value: bigint) => join(Buffer.of(2, 33, 0), toBytes(value))

/** CVE-2022-21449 and similar attacks. Each is on contents that the issuer has signed. */
export function attacksOnSignatures({ mint }: Target): Forged {
  const genuine = mint()
  const changes: Readonly<Record<string, (r: bigint, s: bigint) => Uint8Array>> = {
    'all zeros': () => Buffer.alloc(64),
    'all ones': () => Buffer.alloc(64, 255),
    'r zero': (_, s) => join(zero, toBytes(s)),
    's zero': (r) => join(toBytes(r), zero),
    'r the order': (_, s) => join(top, toBytes(s)),
    's the order': (r) => join(toBytes(r), top),
    'both the order': () => join(top, top),
    'both one': () => join(one, one),
    'r as n-r': (r, s) => join(toBytes(order - r), toBytes(s)),
    'r and s exchanged': (r, s) => join(toBytes(s), toBytes(r)),
    DER: (r, s) => join(Buffer.of(0x30, 70), derInteger(r), derInteger(s)),
    'zeros in DER': () => Buffer.of(0x30, 6, 2, 1, 0, 2, 1, 0),
    truncated: (r, s) => join(toBytes(r), toBytes(s)).subarray(0, 63),
    'half of it': (r) => toBytes(r),
    'one byte': () => Buffer.of(1),
    'a byte behind': (r, s) => join(toBytes(r), toBytes(s), Buffer.of(0)),
    'a byte in front': (r, s) => join(Buffer.of(0), toBytes(r), toBytes(s)),
    'itself twice': (r, s) => join(toBytes(r), toBytes(s), toBytes(r), toBytes(s)),
    'as for ES384': (r, s) => join(Buffer.alloc(16), toBytes(r), Buffer.alloc(16), toBytes(s)),
  }
  const forged = Object.entries(changes).map(([name, change]) => [`signature: ${name}`, resign(genuine, change)])
  const [, , ofAnother] = mint({ payload: { jti: 'another' } }).split('.')
  const [head, body] = genuine.split('.')
  return { ...Object.fromEntries(forged), 'signature: of another token': `${head}.${body}.${ofAnother}` }
}

/** Another header, or another body, with a genuine signature of the issuer. */
export function attacksOnParts({ mint, key, kid }: Target): Forged {
  const [head = '', body = '', signature = ''] = mint().split('.')
  const text = Buffer.from(body, 'base64url').toString()
  const ours = es256(key)
  const twice = (first: string, second: string) => `{"alg":"${first}","alg":"${second}","typ":"at+jwt","kid":"${kid}"}`
  const headers: Forged = {
    'a list': '[]',
    null: 'null',
    'a word': '"ES256"',
    'half an object': '{"alg":"ES256"',
    'two objects': '{}{}',
    'no text': '\u{FFFD}\0',
  }
  const bodies: Forged = { 'a list': '[]', null: 'null', text: 'hello', 'two objects': '{}{}', 'a JWT': mint() }
  const json = Buffer.from(head, 'base64url').toString()
  const smuggled = (claims: string) => `${head}.${encode(claims)}.${signature}`
  return {
    'alg twice, ES256 first': assemble(twice('ES256', 'none'), text, ours),
    'alg twice, none first, unsigned': assemble(twice('none', 'ES256'), text, () => Buffer.alloc(64)),
    'a claim twice, the forged one first': smuggled(text.replace('{', '{"roles":["admin"],')),
    'a claim twice, the forged one last': smuggled(text.replace(/}$/, ',"roles":["admin"]}')),
    'a claim forged': smuggled(text.replace(/"roles":\[[^\]]*\]/, '"roles":["admin"]')),
    ...rename('header of', headers, (content) => assemble(content, text, ours)),
    ...rename('body of', bodies, (content) => assemble(json, content, ours)),
  }
}

const rename = (prefix: string, contents: Forged, make: (content: string) => string) =>
  Object.fromEntries(Object.entries(contents).map(([name, content]) => [`${prefix} ${name}`, make(content)]))
