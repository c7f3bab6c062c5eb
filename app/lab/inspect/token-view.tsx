'use client'

import { useState } from 'react'
import { Facts, factsOf } from '@/app/lab/inspect/facts'
import { type Outcome, verifySignature } from '@/app/lab/inspect/verify-signature'
import { decodeToken } from '@/app/ui/decode-token'

const sentences: Readonly<Record<Outcome, string>> = {
  verified: 'Verified in this browser: one of our public keys fits the signature.',
  refused: 'Refused in this browser: none of our public keys fits the signature.',
  unanswered: 'Our public keys could not be read just now.',
}

export function TokenView({ token }: { token: string }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
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
