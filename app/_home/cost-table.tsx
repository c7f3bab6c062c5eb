import { DistributionBars } from '@/app/ui/distribution-bars'
import { sayDuration, sayRate, scaleFor } from '@/lib/distribution'
import type { CheckFigures } from '@/lib/server/figures'
import { figures } from '@/lib/server/measured'

const scale = scaleFor(figures.checks.map(({ histogram }) => histogram))

const asking = {
  strict: 'Redis is asked on every check.',
  snapshot: 'A copy of the revocations is asked, a second old at most.',
  off: 'Nobody is asked until the credential is renewed.',
} as const

const number = 'py-1 pl-3 text-right font-mono text-[0.8125rem] whitespace-nowrap tabular-nums'
const wide = `${number} max-md:hidden`

interface Props {
  mode: keyof typeof asking
  checks: readonly CheckFigures[]
}

/** A table whose second column is drawn: who does not see it has the numbers. */
export function CostTable({ mode, checks }: Props) {
  return (
    <table className="w-full table-auto border-t border-rule">
      <caption className="pb-2 text-left">
        <b className="font-mono font-medium">{mode}</b> <span className="text-ink-soft">{asking[mode]}</span>
      </caption>
      <thead>
        <tr className="text-sm text-ink-soft">
          <th scope="col" className="w-16 text-left font-normal">
            model
          </th>
          <th scope="col" className="text-left font-normal">
            <span className="sr-only">distribution, drawn</span>
          </th>
          <th scope="col" className={number}>
            p50
          </th>
          <th scope="col" className={wide}>
            p95
          </th>
          <th scope="col" className={number}>
            p99
          </th>
          <th scope="col" className={number}>
            Redis
          </th>
          <th scope="col" className={wide}>
            SQL
          </th>
          <th scope="col" className={wide}>
            cookie bytes
          </th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <CostRow key={check.model} check={check} />
        ))}
      </tbody>
    </table>
  )
}

function CostRow({ check }: { check: CheckFigures }) {
  return (
    <tr data-model={check.model} className="border-t border-rule">
      <th scope="row" className="text-left font-medium text-model">
        {check.model}
      </th>
      <td className="w-full py-1 pl-3">
        <DistributionBars buckets={check.histogram} scale={scale} median={check.p50} />
      </td>
      <td className={number}>{sayDuration(check.p50)}</td>
      <td className={wide}>{sayDuration(check.p95)}</td>
      <td className={number}>{sayDuration(check.p99)}</td>
      <td className={number}>{sayRate(check.redisPerCheck)}</td>
      <td className={wide}>{sayRate(check.statementsPerCheck)}</td>
      <td className={wide}>{check.cookieBytes}</td>
    </tr>
  )
}
