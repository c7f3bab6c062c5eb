import { ClaimList } from '@/app/tokens/claim-list'
import type { HeldToken } from '@/app/tokens/get-tokens'
import { Countdown } from '@/app/ui/countdown'

/** What the tokens say, in words. Never a token itself: without its signature it is worth nothing. */
export function TokenSheet({ tokens }: { tokens: readonly HeldToken[] }) {
  return (
    <div className="sheet p-5">
      <dl className="grid gap-5 sm:grid-cols-2">
        {tokens.map(({ audience, raw, expiresIn, receivedAt }) => (
          <div key={audience}>
            <dt className="wrap-anywhere text-ink-soft">{nameOf(audience)}</dt>
            <dd>
              <Countdown key={receivedAt} until={expiresIn} now={0} over="This token has expired." />
              <span className="text-sm text-ink-soft">until it expires; {raw.length} bytes</span>
            </dd>
          </div>
        ))}
      </dl>
      <ClaimList tokens={tokens} />
    </div>
  )
}

const nameOf = (audience: string | null) => `For ${audience === null ? 'our own API' : new URL(audience).host}`
