import type { FlipReport } from '@/lib/lab/flip'
import type { Layer } from '@/lib/lab/words'

const names: Readonly<Record<Layer, string>> = {
  edge: 'Edge',
  page: 'Page',
  action: 'Action',
  handler: 'Route handler',
}

type Verdict = FlipReport['rows'][number]['after']

export function FlipTable({ report: { rows } }: { report: FlipReport }) {
  return (
    <table className="mt-2 w-full max-w-2xl">
      <thead>
        <tr>
          {['Layer', 'As it is', 'One bit flipped'].map((name) => (
            <th key={name} scope="col" className="py-1.5 pr-3 text-left font-semibold">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ layer, before, after }) => (
          <tr key={layer} className="border-t border-rule">
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              {names[layer]}
            </th>
            <td className="py-2 pr-3">
              <Stamp verdict={before} />
            </td>
            <td className="py-2">
              <Stamp verdict={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Filled or outlined, and always a word: the colour is never the only sign. */
function Stamp({ verdict }: { verdict: Verdict }) {
  const look = verdict === 'allowed' ? 'bg-ink text-paper' : 'text-alert'
  return <span className={`stamp ${look}`}>{verdict ?? 'no answer'}</span>
}
