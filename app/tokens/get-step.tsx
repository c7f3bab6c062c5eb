import { ClaimList } from '@/app/tokens/claim-list'
import type { HeldToken, StepProps } from '@/app/tokens/desk'
import { TokenStep } from '@/app/tokens/step'
import { Countdown } from '@/app/ui/countdown'

export function GetStep({ resources, desk, perform }: StepProps) {
  const isAlone = resources.length === 1

  return (
    <TokenStep
      number={1}
      heading={isAlone ? 'Get a token' : 'Get tokens'}
      hint={<p>In exchange for your cookie. It is kept in this page’s memory alone, and is gone when you leave.</p>}
      label={isAlone ? 'Get a token' : 'Get the tokens'}
      isBusy={desk.busy !== null}
      onPress={() => perform('get')}
      word={desk.words.get}
    >
      {desk.tokens.length > 0 && <TokenSheet tokens={desk.tokens} />}
    </TokenStep>
  )
}

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
