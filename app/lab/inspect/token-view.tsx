'use client'

import { useState } from 'react'
import * as z from 'zod/mini'
import { Facts, factsOf } from '@/app/lab/inspect/facts'
import { InspectSection } from '@/app/lab/inspect/section'
import { decodePart, decodeToken } from '@/app/ui/decode-token'
import type { Parts } from '@/lib/lab/server/inspect-credential'

const sentences: Readonly<Record<OpenOutcome, string>> = {
  verified: 'Verified in this browser: the signature matches one of our public keys.',
  refused: 'Refused in this browser: the signature matches none of our public keys.',
  unanswered: 'Our public keys could not be loaded just now. Try again in a moment.',
}

export function TokenView({ token }: { token: string }) {
  const [outcome, setOutcome] = useState<OpenOutcome | null>(null)
  const decoded = decodeToken(token)
  if (!decoded) return <p>This is not a JWT.</p>

  return (
    <>
      <h3 className="text-xl font-semibold">Header</h3>
      <Facts facts={factsOf(decoded.header)} />
      <h3 className="mt-6 text-xl font-semibold">Claims</h3>
      <Facts facts={factsOf(decoded.claims)} />
      <div className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-2">
        <button type="button" className="button" onClick={async () => setOutcome(await verifySignature(token))}>
          Check the signature here
        </button>
        <p role="status" className="font-medium">
          {outcome ? sentences[outcome] : 'Not checked yet.'}
        </p>
      </div>
    </>
  )
}

type Encrypted = Extract<Parts, { model: 'signed' }>['encrypted']

/** What anyone sees of the cookie who has no key. */
export function EncryptedCookie({ header, value, sizes }: NonNullable<Encrypted>) {
  return (
    <InspectSection
      id="outside"
      heading="The encrypted cookie"
      hint="A nested JWT (JWT_ENCRYPTION=on): signed first, then encrypted. Without the key, only this header can be read. It names the key and does not contain it."
    >
      <Facts facts={factsOf(decodePart(header) ?? {})} />
      <p className="sheet mt-4 p-4 font-mono text-xs wrap-anywhere" data-value>
        {value}
      </p>
      <p className="mt-4">
        Encryption adds {sizes.cookie - sizes.token} bytes: the token inside has {sizes.token}, the value of the cookie{' '}
        {sizes.cookie}.
      </p>
    </InspectSection>
  )
}

/* Verifies a signature of ours in the browser, with public keys only. */

export type OpenOutcome = 'verified' | 'refused' | 'unanswered'

const Jwks = z.object({
  keys: z.array(
    z.object({ kid: z.string(), kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
  ),
})

const Header = z.object({ kid: z.string() })

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export async function verifySignature(token: string): Promise<OpenOutcome> {
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
