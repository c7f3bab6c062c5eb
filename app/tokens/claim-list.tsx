import { type Entry, entriesOf } from '@/app/tokens/entries'
import type { HeldToken } from '@/app/tokens/get-tokens'
import { mainMeanings } from '@/app/tokens/meanings'

/** All that the tokens say, in one list: they are alike but for whom they are for. */
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
          And for whoever checks it: {header.length + rest.length} more
        </summary>
        <h4 className="mt-2 font-semibold">Header</h4>
        <Entries entries={header} />
        <h4 className="mt-4 font-semibold">Claims</h4>
        <Entries entries={rest} />
      </details>
      <p className="mt-2 text-sm text-ink-soft">
        The third part, the signature, is not shown: with it, this would be the token.
      </p>
    </>
  )
}

function Entries({ entries }: { entries: readonly Entry[] }) {
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
