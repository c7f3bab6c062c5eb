import type { Bar, Shot } from '@/app/lab/trace/shot'
import { inOrder } from '@/app/lab/trace/words'

const columns = ['Where', 'Step', 'Memory', 'Began, ms', 'Took, ms']
const cell = 'py-1.5 pr-3 text-left font-mono font-normal tabular-nums last:pr-0'

/** The same as the chart, for whoever reads rather than looks. */
export function StepTable({ shot }: { shot: Shot }) {
  const rows = shot.lanes.flatMap(({ place, bars }) => inOrder(bars).map((bar) => ({ place, bar })))

  return (
    <details className="mt-4 border-t border-rule">
      <summary className="link inline-flex min-h-11 cursor-pointer items-center">As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a table that is wider than its card. */}
      <div className="overflow-x-auto" tabIndex={0}>
        <table className="w-full text-xs sm:text-sm">
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" className="py-1.5 pr-3 text-left font-semibold last:pr-0">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ place, bar }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a finished request never move.
              <tr key={index} className="border-t border-rule">
                <td className="py-1.5 pr-3">{place}</td>
                <Cells bar={bar} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function Cells({ bar }: { bar: Bar }) {
  return (
    <>
      <th scope="row" className={cell}>
        {bar.name}
      </th>
      <td className={cell}>{bar.memory ?? 'none'}</td>
      <td className={cell}>{bar.at.toFixed(2)}</td>
      <td className={cell}>{bar.milliseconds.toFixed(2)}</td>
    </>
  )
}
