// feature: tokens (this file)
'use client'

import { useState } from 'react'
import { concludeTokens } from '@/app/lab/measure/conclude'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { Refusable } from '@/app/lab/ui/refusable'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import { DistributionBars } from '@/app/ui/distribution-bars'
import { ScrollTable } from '@/app/ui/scroll-table'
import { percentile, type Scale, sayDuration, scaleFor, toBuckets } from '@/lib/figures/distribution'
import { TokenRounds, type TokenWay, tokenRounds, tokensAddress, tokenWays } from '@/lib/lab/shared/measure-words'

type Rounds = TokenRounds['rounds']

const heading = 'Issue an access token, or take it from a cache'

const names: Readonly<Record<TokenWay, string>> = {
  issue: 'No cache: ask Postgres, sign',
  sign: 'Only sign',
  miss: 'Cache miss: ask Redis, ask Postgres, sign, store in Redis',
  redis: 'Cache hit: take it from Redis',
  memory: 'Take it from memory',
}

export function CacheDesk() {
  const [isBusy, setBusy] = useState(false)
  const [result, setResult] = useState<Rounds | number | null>(null)
  const rounds = Array.isArray(result) ? result : []

  async function measure() {
    if (isBusy) return
    setBusy(true)
    setResult(await askForRounds())
    setBusy(false)
  }

  return (
    <section className="mt-12 min-w-0 border-t-2 border-model pt-4" aria-labelledby="tokens">
      <h2 id="tokens" className="text-3xl font-semibold">
        {heading}
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The server does each of these {tokenRounds} times, in turn, for a token of your session, with the code of{' '}
        <code className="font-mono text-sm">POST /api/token</code>. With TOKEN_CACHE=on, POST /api/token uses the cache
        in Redis; by default it uses none.
      </p>
      <button type="button" className="button mt-4" aria-disabled={isBusy} onClick={measure}>
        Issue and fetch tokens
      </button>
      <p role="status" className="mt-3 mb-4 min-h-12 font-medium sm:min-h-6">
        <Refusable word={isBusy ? 'Measuring…' : sentenceOf(result)} />
      </p>
      <TokenTable rounds={rounds} />
      <Conclusions of="tokens" conclusions={concludeTokens(rounds)} />
    </section>
  )
}

function sentenceOf(result: Rounds | number | null): string {
  if (result === null) return 'Nothing measured yet.'
  return typeof result === 'number' ? sayRefusal(result) : `Done: ${result.length} rounds.`
}

/** @returns the status of a refusal; 0 without an answer */
async function askForRounds(): Promise<Rounds | number> {
  try {
    const response = await fetch(tokensAddress, { method: 'POST' })
    return response.ok ? TokenRounds.parse(await response.json()).rounds : response.status
  } catch {
    return 0
  }
}

/** Always rendered, so that the figures cause no layout shift. */
function TokenTable({ rounds }: { rounds: Rounds }) {
  const series = tokenWays.map((way) => ({ way, durations: rounds.map((round) => round[way]) }))
  const scale = scaleFor(series.map(({ durations }) => toBuckets(durations)))

  return (
    <ScrollTable name={`${heading}: figures`} className="sheet p-4 sm:p-5">
      <table className="w-full min-w-88 table-fixed" aria-labelledby="tokens">
        <thead>
          <tr className="text-right text-sm text-ink-soft">
            <th scope="col" className="text-left font-normal">
              what is done
            </th>
            <th scope="col" className="max-sm:hidden">
              <span className="sr-only">distribution, as a chart</span>
            </th>
            {['p50', 'p95', 'p99'].map((name) => (
              <th key={name} scope="col" className="w-18 py-1 pl-3 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map((one) => (
            <TokenRow key={one.way} {...one} scale={scale} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

interface RowProps {
  way: TokenWay
  durations: readonly number[]
  scale: Scale
}

function TokenRow({ way, durations, scale }: RowProps) {
  const isEmpty = durations.length === 0

  return (
    <tr className="border-t border-rule">
      <th scope="row" className="py-1 text-left leading-snug font-medium">
        {names[way]}
      </th>
      <td className="py-1 pl-3 max-sm:hidden">
        <DistributionBars
          buckets={toBuckets(durations)}
          scale={scale}
          median={isEmpty ? 0 : percentile(durations, 0.5)}
        />
      </td>
      {[0.5, 0.95, 0.99].map((fraction) => (
        <td key={fraction} className="py-1 pl-3 text-right font-mono text-[0.8125rem] whitespace-nowrap tabular-nums">
          {isEmpty ? '–' : sayDuration(percentile(durations, fraction))}
        </td>
      ))}
    </tr>
  )
}
