import { fieldOf } from '@/app/tokens/ask'
import type { HeldToken } from '@/app/tokens/desk'
import { inUtc } from '@/app/ui/in-words'

/** The meaning of the claims, the most important first. */
export const mainMeanings: ReadonlyMap<string, string> = new Map([
  ['aud', 'The one service that may accept it'],
  ['exp', 'When it expires; this cannot be extended'],
  ['iss', 'Who issued it'],
  ['sub', 'Who you are: the id of your account'],
  ['roles', 'Your role'],
  ['scope', 'What that role may do'],
])

export const otherMeanings: ReadonlyMap<string, string> = new Map([
  ['alg', 'How it is signed'],
  ['typ', 'An access token, and no other kind of JWT'],
  ['kid', 'Which of our public keys verifies it'],
  ['sid', 'The session that it belongs to; it ends with the session'],
  ['iat', 'When it was issued'],
  ['auth_time', 'When you last authenticated'],
  ['amr', 'How you have authenticated (RFC 8176)'],
  ['acr', 'The assurance level that follows from it'],
  ['jti', 'The unique id of this token'],
  ['client_id', 'The client that it was issued to'],
  ['generation', 'Raised to revoke all your sessions'],
  ['site_generation', 'Raised to revoke the sessions of all users'],
  ['access_version', 'Raised when your role changes'],
  ['started_at', 'When the session began; a sealed session has no row for it'],
  ['ends_at', 'When the session ends at the latest'],
])

/** The contents of the tokens in one list: they differ only in their audience and the claims that follow from it. */
export function ClaimList({ tokens }: { tokens: readonly HeldToken[] }) {
  const header = entriesOf(tokens.map((token) => token.header))
  const claims = entriesOf(tokens.map((token) => token.claims))
  const main = claims.filter(({ name }) => mainMeanings.has(name))
  const rest = claims.filter(({ name }) => !mainMeanings.has(name))

  return (
    <>
      <h3 className="mt-6 text-xl font-semibold">What anyone can read in it</h3>
      <Entries entries={main} />
      <details className="border-t border-rule">
        <summary className="link inline-flex min-h-11 cursor-pointer items-center">
          For the service that verifies it: {header.length + rest.length} more
        </summary>
        <h4 className="mt-2 font-semibold">Header</h4>
        <Entries entries={header} />
        <h4 className="mt-4 font-semibold">Claims</h4>
        <Entries entries={rest} />
      </details>
      <p className="mt-2 text-sm text-ink-soft">
        The third part, the signature, is not shown: together with it, this would be a usable token.
      </p>
    </>
  )
}

function Entries({ entries }: { entries: readonly ClaimEntry[] }) {
  return (
    <dl className="mt-2">
      {entries.map(({ name, meaning, values }) => (
        <div key={name} className="grid gap-x-4 border-t border-rule py-2 sm:grid-cols-[8.5rem_1fr_1fr]">
          <dt className="font-mono text-sm font-semibold">{name}</dt>
          <dd className="text-sm text-ink-soft sm:col-start-3 sm:row-start-1">{meaning}</dd>
          {values.map((value) => (
            <dd key={value} className="font-mono text-sm wrap-anywhere sm:col-start-2">
              {value}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

export interface ClaimEntry {
  name: string
  /** undefined for a claim without a description. */
  meaning: string | undefined
  /** More than one where the tokens differ. */
  values: readonly string[]
}

const meanings: ReadonlyMap<string, string> = new Map([...mainMeanings, ...otherMeanings])

/** @param parts the same part of each token: all headers, or all claims */
export function entriesOf(parts: readonly object[]): readonly ClaimEntry[] {
  const names = new Set(parts.flatMap((part) => Object.keys(part)))
  return [...names]
    .map((name) => ({ name, meaning: meanings.get(name), values: valuesOf(parts, name) }))
    .sort((one, other) => rankOf(one.name) - rankOf(other.name))
}

const order = [...meanings.keys()]
const rankOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

function valuesOf(parts: readonly object[], name: string): readonly string[] {
  return [...new Set(parts.map((part) => toText(name, fieldOf(part, name))))]
}

const moments: readonly string[] = ['exp', 'iat', 'auth_time', 'started_at', 'ends_at']

function toText(name: string, value: unknown): string {
  if (typeof value === 'number' && moments.includes(name)) return `${inUtc(value * 1000, 'second')} (${value})`
  return Array.isArray(value) ? value.join(', ') : String(value)
}
