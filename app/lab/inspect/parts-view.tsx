import { Facts, factsOf } from '@/app/lab/inspect/facts'
import { InspectSection } from '@/app/lab/inspect/section'
import { EncryptedCookie, TokenView } from '@/app/lab/inspect/token-view'
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

const counters =
  'Its generation counts how often all sessions of the user were revoked, and its site generation how often those of all users: with a lower number than the current one, it is refused. Its access version counts changes of the role: with a lower number, it is renewed.'

function SealedParts({ value, claims }: Of<'sealed'>) {
  return (
    <>
      <InspectSection
        id="outside"
        heading="From outside"
        hint="What an attacker with the cookie can read: encrypted and authenticated bytes. Only the beginning and the end are shown, because a page must not contain the whole credential."
      >
        <p className="sheet p-4 font-mono text-xs wrap-anywhere" data-value>
          {value}
        </p>
      </InspectSection>
      <InspectSection
        id="inside"
        heading="Inside"
        hint={`The whole session, opened on the server. Only the server has the password for it. ${counters}`}
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
        hint={`A reference, and a secret that is not shown. The secret proves that the reference was issued to this browser. The cookie does not contain the role. ${counters}`}
      >
        <Facts facts={[...factsOf(claims), ['secret', 'present, not shown']]} />
      </InspectSection>
      <InspectSection
        id="row"
        heading="The row in Postgres"
        hint="The session itself. Ending this row ends the session."
      >
        {row ? <Facts facts={factsOf(toShown(row))} /> : <p>This row does not exist any more.</p>}
      </InspectSection>
      <InspectSection
        id="copy"
        heading="The cached row in Redis"
        hint="It saves a check a query in Postgres. A revocation deletes it. The revocation list keeps the revoked session for longer than a cached row lives, so a cached row cannot outlive its revocation."
      >
        {copy ? (
          <Facts facts={[['key', copy.key], ['TTL', `${copy.ttl} s`], ...factsOf(copy.shown)]} />
        ) : (
          <p>Redis has no cached row at the moment.</p>
        )}
      </InspectSection>
    </>
  )
}

function toShown({ hasSecretHash, ...row }: NonNullable<Of<'stored'>['row']>) {
  return { ...row, secretHash: hasSecretHash ? 'present, not shown' : 'none' }
}

function SignedParts({ token, encrypted, family }: Of<'signed'>) {
  return (
    <>
      {encrypted && <EncryptedCookie {...encrypted} />}
      <InspectSection
        id="token"
        heading="The access token"
        hint={`${encrypted ? 'Inside the cookie, signed. The server has decrypted it for you.' : 'Signed, not encrypted: anyone who has it can read it.'} The script of this page has decoded it, and can verify its signature with our public keys. ${counters}`}
      >
        {token === null ? (
          <p>There is none at the moment. The refresh token gets the next one.</p>
        ) : (
          <TokenView token={token} />
        )}
      </InspectSection>
      <InspectSection
        id="family"
        heading="The family of refresh tokens"
        hint="All refresh tokens of this session: each renewal uses one and issues the next. Postgres stores only a hash of each, which is not shown. Old ones are deleted."
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
