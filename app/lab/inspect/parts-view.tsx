import { Facts, factsOf } from '@/app/lab/inspect/facts'
import { FamilyChain } from '@/app/lab/inspect/family-chain'
import { Section } from '@/app/lab/inspect/section'
import { TokenView } from '@/app/lab/inspect/token-view'
import type { Parts } from '@/lib/server/lab/inspect-credential'

export function PartsView({ parts }: { parts: Parts }) {
  switch (parts.model) {
    case 'sealed':
      return <SealedParts {...parts} />
    case 'stored':
      return <StoredParts {...parts} />
    case 'signed':
      return <SignedParts {...parts} />
  }
}

type Of<M extends Parts['model']> = Extract<Parts, { model: M }>

function SealedParts({ value, claims }: Of<'sealed'>) {
  return (
    <>
      <Section
        id="outside"
        heading="From outside"
        hint="What anybody sees who finds the cookie: encrypted, then authenticated. Both ends of it; the whole is no business of a page."
      >
        <p className="sheet p-4 font-mono text-xs wrap-anywhere" data-value>
          {value}
        </p>
      </Section>
      <Section
        id="inside"
        heading="Inside"
        hint="The whole session. Opened on the server, with a password that only it has."
      >
        <Facts facts={factsOf(claims)} />
      </Section>
    </>
  )
}

function StoredParts({ claims, row, copy }: Of<'stored'>) {
  return (
    <>
      <Section
        id="inside"
        heading="In the cookie"
        hint="A reference, and a secret that is not shown: it proves that the reference was given to this browser. Who you are and what you may do, the row says."
      >
        <Facts facts={[...factsOf(claims), ['secret', 'there, and not shown']]} />
      </Section>
      <Section
        id="row"
        heading="The row in Postgres"
        hint="The session itself. Whoever ends this row ends the session."
      >
        {row ? <Facts facts={factsOf(toShown(row))} /> : <p>There is no such row any more.</p>}
      </Section>
      <Section
        id="copy"
        heading="The copy in Redis"
        hint="So that a check need not ask Postgres. It expires before a denial of the session would."
      >
        {copy ? (
          <Facts facts={[['key', copy.key], ['TTL', `${copy.ttl} s`], ...factsOf(copy.shown)]} />
        ) : (
          <p>Redis keeps no copy just now.</p>
        )}
      </Section>
    </>
  )
}

function toShown({ hasSecretHash, ...row }: NonNullable<Of<'stored'>['row']>) {
  return { ...row, secretHash: hasSecretHash ? 'there, and not shown' : 'none' }
}

function SignedParts({ token, family }: Of<'signed'>) {
  return (
    <>
      <Section
        id="token"
        heading="The access token"
        hint="Signed, not encrypted: whoever holds it reads it. This page’s script has taken it apart, and can check its signature with our public keys."
      >
        {token === null ? <p>There is none: the refresh token stands for the session.</p> : <TokenView token={token} />}
      </Section>
      <Section
        id="family"
        heading="The family of refresh tokens"
        hint="Each renewal uses one up and makes the next. Of each, Postgres keeps a hash, which is not shown; long-used ones are purged."
      >
        <FamilyChain family={family} />
      </Section>
    </>
  )
}
