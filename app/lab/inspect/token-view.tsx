'use client'

import { useState } from 'react'
import * as z from 'zod/mini'
import { Facts, factsOf } from '@/app/lab/inspect/facts'
import { decodeToken } from '@/app/ui/decode-token'

const sentences: Readonly<Record<OpenOutcome, string>> = {
  verified: 'Verified in this browser: one of our public keys fits the signature.',
  refused: 'Refused in this browser: none of our public keys fits the signature.',
  unanswered: 'Our public keys could not be read just now.',
}

export function TokenView({ token }: { token: string }) {
  const [outcome, setOutcome] = useState<OpenOutcome | null>(null)
  const decoded = decodeToken(token)
  if (!decoded) return <p>This is no JWT.</p>

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

/* A signature of ours, checked in the browser, by nothing but what everyone may know. */

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
