import { Facts, factsOf } from '@/app/lab/inspect/facts'
import { InspectSection } from '@/app/lab/inspect/section'
import { TokenView } from '@/app/lab/inspect/token-view'
import { inUtc } from '@/app/ui/in-words'
import type { Parts } from '@/lib/lab/server/inspect-credential'
import { toDate, toIso } from '@/lib/time'

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
      <InspectSection
        id="outside"
        heading="From outside"
        hint="What anybody sees who finds the cookie: encrypted, then authenticated. Both ends of it; the whole is no business of a page."
      >
        <p className="sheet p-4 font-mono text-xs wrap-anywhere" data-value>
          {value}
        </p>
      </InspectSection>
      <InspectSection
        id="inside"
        heading="Inside"
        hint="The whole session. Opened on the server, with a password that only it has."
      >
        <Facts facts={factsOf(claims)} />
      </InspectSection>
    </>
  )
}

function StoredParts({ claims, row, copy }: Of<'stored'>) {
  return (
    <>
      <InspectSection
        id="inside"
        heading="In the cookie"
        hint="A reference, and a secret that is not shown: it proves that the reference was given to this browser. Who you are and what you may do, the row says."
      >
        <Facts facts={[...factsOf(claims), ['secret', 'there, and not shown']]} />
      </InspectSection>
      <InspectSection
        id="row"
        heading="The row in Postgres"
        hint="The session itself. Whoever ends this row ends the session."
      >
        {row ? <Facts facts={factsOf(toShown(row))} /> : <p>There is no such row any more.</p>}
      </InspectSection>
      <InspectSection
        id="copy"
        heading="The copy in Redis"
        hint="So that a check need not ask Postgres. It expires before a denial of the session would."
      >
        {copy ? (
          <Facts facts={[['key', copy.key], ['TTL', `${copy.ttl} s`], ...factsOf(copy.shown)]} />
        ) : (
          <p>Redis keeps no copy just now.</p>
        )}
      </InspectSection>
    </>
  )
}

function toShown({ hasSecretHash, ...row }: NonNullable<Of<'stored'>['row']>) {
  return { ...row, secretHash: hasSecretHash ? 'there, and not shown' : 'none' }
}

function SignedParts({ token, family }: Of<'signed'>) {
  return (
    <>
      <InspectSection
        id="token"
        heading="The access token"
        hint="Signed, not encrypted: whoever holds it reads it. This page’s script has taken it apart, and can check its signature with our public keys."
      >
        {token === null ? <p>There is none: the refresh token stands for the session.</p> : <TokenView token={token} />}
      </InspectSection>
      <InspectSection
        id="family"
        heading="The family of refresh tokens"
        hint="All refresh tokens of this session: each renewal uses one up and makes the next. Of each, Postgres keeps a hash, which is not shown; long-used ones are purged."
      >
        <FamilyChain family={family} />
      </InspectSection>
    </>
  )
}

type Family = Extract<Parts, { model: 'signed' }>['family']

export function FamilyChain({ family }: { family: Family }) {
  return (
    <ol className="flex flex-wrap gap-y-4">
      {family.map(({ createdAt, usedAt }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a generation is its place in the chain.
        <li key={index} className="flex items-center">
          {index > 0 && <Link />}
          <div className={`w-60 border p-3 ${usedAt === null ? 'border-model bg-model-wash' : 'border-rule bg-sheet'}`}>
            <p className="font-semibold">
              {index + 1}. {usedAt === null ? 'current' : 'used'}
            </p>
            <p className="text-sm">
              Made <At moment={createdAt} />
            </p>
            <p className="text-sm">
              {usedAt === null ? (
                'Not used yet'
              ) : (
                <>
                  Used <At moment={usedAt} />
                </>
              )}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function At({ moment }: { moment: number }) {
  return (
    <time dateTime={toIso(moment)} className="tabular-nums">
      {inUtc(toDate(moment), 'second')}
    </time>
  )
}

function Link() {
  return (
    <svg viewBox="0 0 24 8" className="h-2 w-6" aria-hidden="true">
      <rect className="fill-model" y="3" width="24" height="2" />
    </svg>
  )
}
