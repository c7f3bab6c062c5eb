import { createPublicKey, randomBytes } from 'node:crypto'
import { sealData, unsealData } from 'iron-session'
import { decodeJwt } from 'jose'
import * as z from 'zod'
import { env } from '@/lib/env'
import type { Held } from '@/tests/security/support/layers'
import { es256, foreignKey, forge, hs256, ownJwk, ownKey } from '@/tests/unit/support/forge-token'

/** Genuine credentials of two users, and the forgeries that an attacker derives from them. */
export interface Loot {
  own: Readonly<Record<string, string>>
  others: Readonly<Record<string, string>>
}

const sealNames = ['__Host-sealed', '__Host-stored', '__Host-refresh', '__Host-device'] as const
export type SealName = (typeof sealNames)[number]

const only = (name: string, value: string): Held => ({ cookies: { [name]: value } })
const Content = z.record(z.string(), z.unknown())

/** Seals with the keys of the stage: the power of an attacker who has a seal password, and nothing else. */
export async function open(seal: string): Promise<z.infer<typeof Content>> {
  const [password = ''] = env().SESSION_PASSWORDS
  return Content.parse(await unsealData(seal, { password, ttl: 0 }))
}

export async function reseal(content: object, password = env().SESSION_PASSWORDS[0] ?? ''): Promise<string> {
  return sealData(content, { password, ttl: 0 })
}

/** Invalid forms of the seal of `name`: another password, another purpose, combined parts, truncated. */
export async function forgedSeals(name: SealName, { own, others }: Loot): Promise<Readonly<Record<string, Held>>> {
  const { [name]: seal = '' } = own
  const content = await open(seal)
  const { purpose: _, ...purposeless } = content
  const middle = seal.length >> 1
  const spliced = seal
    .split('*')
    .with(4, others[name]?.split('*')[4] ?? '')
    .join('*')

  return {
    'sealed with another password': only(name, await reseal(content, randomBytes(32).toString('base64url'))),
    'sealed for the device': only(name, await reseal({ ...content, purpose: 'device' })),
    'sealed for no purpose': only(name, await reseal(purposeless)),
    'sealed for every purpose': only(name, await reseal({ ...content, purpose: ['sealed', 'stored', 'refresh'] })),
    "with another person's contents": only(name, spliced),
    'with one character changed': only(
      name,
      seal.slice(0, middle) + (seal[middle] === 'A' ? 'B' : 'A') + seal.slice(middle + 1),
    ),
    truncated: only(name, seal.slice(0, -12)),
  }
}

const publicPem = () => createPublicKey(ownKey()).export({ type: 'spki', format: 'pem' }).toString()

function publicJwk() {
  const { d: _, ...half } = foreignKey().privateKey.export({ format: 'jwk' })
  return half
}

/**
 * The claims of a genuine token with headers and signatures that are not ours, and genuine signatures of other claims.
 */
export function forgedTokens(token: string): Readonly<Record<string, string>> {
  const payload = decodeJwt(token)
  const stranger = foreignKey().privateKey
  const now = Math.floor(Date.now() / 1000)

  return {
    'alg none': forge({ header: { alg: 'none' }, payload, sign: () => Buffer.from('AA') }),
    'HS256 with the public key': forge({ header: { alg: 'HS256' }, payload, sign: hs256(publicPem()) }),
    'a foreign key under our kid': forge({ payload, sign: es256(stranger) }),
    'a key of its own in the header': forge({ header: { jwk: publicJwk() }, payload, sign: es256(stranger) }),
    'an address of keys in the header': forge({
      header: { jku: 'http://127.0.0.1:9' },
      payload,
      sign: es256(stranger),
    }),
    'no kid': forge({ header: { kid: undefined }, payload }),
    'a critical extension': forge({ header: { crit: ['exp'] }, payload }),
    'the type of any JWT': forge({ header: { typ: 'JWT' }, payload }),
    'another audience': forge({ payload: { ...payload, aud: 'http://elsewhere.example' } }),
    'another issuer': forge({ payload: { ...payload, iss: 'http://elsewhere.example' } }),
    'a past expiry': forge({ payload: { ...payload, exp: now - 60 } }),
    'a future beginning': forge({ payload: { ...payload, nbf: now + 600 } }),
    'a role in place of its roles': forge({ payload: { ...payload, roles: 'admin' } }),
    'the signature of another key family': forge({ header: { alg: 'RS256' }, payload }),
  }
}

/** Made like the application makes them: they are accepted, so each of the others is refused for its one fault. */
export const genuineToken = (token: string) => forge({ header: { kid: ownJwk().kid }, payload: decodeJwt(token) })
