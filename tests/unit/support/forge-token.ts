import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import type { PrivateJwk } from '@/lib/env-keys'
import { minutes } from '@/lib/time'
import { newKeyPair } from '@/tests/support/key-pair'
import { now, reference } from './claims'

/** A hand-made JWT: an attacker also sends tokens that no library would sign. */

export type Sign = (input: string) => Uint8Array

export const es256 =
  (key: KeyObject): Sign =>
  (input) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })

export const hs256 =
  (secret: string | Uint8Array): Sign =>
  (input) =>
    createHmac('sha256', secret).update(input).digest()

export function ownJwk(): PrivateJwk {
  const [jwk] = env().JWT_KEYS.keys
  if (!jwk) throw new Error('the suite has no key')
  return jwk
}

export const ownKey = () => createPrivateKey({ key: ownJwk(), format: 'jwk' })
export const foreignKey = newKeyPair

export const header = () => ({ alg: 'ES256', typ: 'at+jwt', kid: ownJwk().kid })

export const payload = () => ({
  iss: issuer(),
  aud: issuer(),
  sub: reference.userId,
  client_id: 'web',
  sid: reference.sessionId,
  jti: 'token-1',
  iat: now,
  exp: now + minutes(5),
  auth_time: reference.authenticatedAt,
  amr: ['pwd'],
  acr: 'aal1',
  scope: 'notes:read',
  roles: ['member'],
  generation: 3,
  site_generation: 2,
  access_version: 4,
})

export const encode = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')

export interface Forgery {
  /** Merged over the genuine header; `undefined` removes a parameter. */
  header?: object
  payload?: object
  sign?: Sign
}

export function forge({ header: head, payload: body, sign: signInput = es256(ownKey()) }: Forgery = {}): string {
  return assemble(JSON.stringify({ ...header(), ...head }), JSON.stringify({ ...payload(), ...body }), signInput)
}

export function assemble(head: string, body: string, signInput: Sign): string {
  const input = `${encode(head)}.${encode(body)}`
  return `${input}.${encode(signInput(input))}`
}
