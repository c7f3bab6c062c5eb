/** A signature of ours, checked in the browser, by nothing but what everyone may know. */

import * as z from 'zod/mini'
import { decodeToken } from '@/app/ui/decode-token'

export type Outcome = 'verified' | 'refused' | 'unanswered'

const Jwks = z.object({
  keys: z.array(
    z.object({ kid: z.string(), kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
  ),
})

const Header = z.object({ kid: z.string() })

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export async function verifySignature(token: string): Promise<Outcome> {
  try {
    const response = await fetch('/.well-known/jwks.json')
    const { keys } = Jwks.parse(await response.json())
    const header = Header.safeParse(decodeToken(token)?.header).data
    const jwk = keys.find(({ kid }) => kid === header?.kid)
    return jwk && (await isSigned(token, jwk)) ? 'verified' : 'refused'
  } catch {
    return 'unanswered'
  }
}

async function isSigned(token: string, { kty, crv, x, y }: z.infer<typeof Jwks>['keys'][number]): Promise<boolean> {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, ecdsa, false, ['verify'])
  return crypto.subtle.verify(ecdsa, key, toBytes(signature), new TextEncoder().encode(`${header}.${claims}`))
}

const toBytes = (part: string) =>
  Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
