import { DistributionBars } from '@/app/ui/distribution-bars'
import { sayDuration, sayRate, scaleFor } from '@/lib/figures/distribution'
import type { CheckFigures } from '@/lib/figures/measured'
import { figures, figuresByMode } from '@/lib/figures/measured'

const scale = scaleFor(figures.checks.map(({ histogram }) => histogram))

const asking = {
  strict: 'Every check asks Redis.',
  snapshot: 'Every check asks a local replica of the revocation list, at most a second old.',
  off: 'A revocation counts when the credential is renewed.',
} as const

const columns = [
  { name: 'p50', isWide: false, say: ({ p50 }: CheckFigures) => sayDuration(p50) },
  { name: 'p95', isWide: true, say: ({ p95 }: CheckFigures) => sayDuration(p95) },
  { name: 'p99', isWide: false, say: ({ p99 }: CheckFigures) => sayDuration(p99) },
  { name: 'Redis', isWide: false, say: ({ redisPerCheck }: CheckFigures) => sayRate(redisPerCheck) },
  { name: 'SQL', isWide: true, say: ({ statementsPerCheck }: CheckFigures) => sayRate(statementsPerCheck) },
  { name: 'cookie bytes', isWide: true, say: ({ cookieBytes }: CheckFigures) => String(cookieBytes) },
] as const

/** Narrow screens have room for three of them. */
const cell = (isWide: boolean) => `pl-3 text-right whitespace-nowrap ${isWide ? 'max-md:hidden' : ''}`

/** A table whose second column is drawn: the numbers beside it say the same. */
export function CostTable() {
  return (
    <table className="mt-6 w-full" aria-labelledby="costs">
      <thead>
        <tr className="text-sm text-ink-soft">
          <th scope="col" className="text-left font-normal">
            model
          </th>
          <th scope="col" className="w-full text-left font-normal">
            <span className="sr-only">distribution, drawn</span>
          </th>
          {columns.map(({ name, isWide }) => (
            <th key={name} scope="col" className={`${cell(isWide)} font-normal`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {figuresByMode.map(({ mode, checks }) => (
        <tbody key={mode}>
          <tr>
            <th scope="rowgroup" colSpan={2 + columns.length} className="pt-5 pb-1 text-left font-normal">
              <b className="font-mono font-medium">{mode}</b> <span className="text-ink-soft">{asking[mode]}</span>
            </th>
          </tr>
          {checks.map((check) => (
            <CostRow key={check.model} check={check} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function CostRow({ check }: { check: CheckFigures }) {
  return (
    <tr data-model={check.model} className="border-t border-rule">
      <th scope="row" className="text-left font-medium text-model">
        {check.model}
      </th>
      <td className="py-1 pl-3">
        <DistributionBars buckets={check.histogram} scale={scale} median={check.p50} />
      </td>
      {columns.map(({ name, isWide, say }) => (
        <td key={name} className={`${cell(isWide)} font-mono text-[0.8125rem] tabular-nums`}>
          {say(check)}
        </td>
      ))}
    </tr>
  )
}
