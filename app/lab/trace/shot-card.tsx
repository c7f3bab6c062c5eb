import type { Shot } from '@/app/lab/trace/shot'
import { Waterfall } from '@/app/lab/trace/waterfall'
import { names, type TraceLine, toLines } from '@/app/lab/trace/words'
import { ScrollTable } from '@/app/ui/scroll-table'

/** One request: its target, its result, and how long this browser waited. */
export function ShotCard({ shot }: { shot: Shot }) {
  return (
    <li className="sheet min-w-0 p-4 sm:p-5">
      <h3 className="text-xl font-semibold">
        {names[shot.target]}{' '}
        <span className="font-sans text-base font-normal text-ink-soft">
          {shot.way ?? 'the service chooses how to check'}
        </span>
      </h3>
      {shot.failure === null ? (
        <>
          <p className="text-ink-soft">
            This browser waited <span className="font-mono text-ink tabular-nums">{shot.waited.toFixed(1)} ms</span>,
            network and rendering included.
          </p>
          <Waterfall shot={shot} />
          <StepTable shot={shot} />
        </>
      ) : (
        <p className="mt-2 font-medium text-alert">{shot.failure}</p>
      )}
    </li>
  )
}

const columns = ['Place', 'Step', 'Cache', 'Began, ms', 'Took, ms']
const cell = 'py-1.5 pr-3 text-left font-mono font-normal tabular-nums last:pr-0'

/** The data of the chart as a table, for screen readers and for exact values. */
export function StepTable({ shot }: { shot: Shot }) {
  const rows = shot.lanes.flatMap(({ place, bars }) => toLines(bars).map((line) => ({ place, ...line })))

  return (
    <details className="mt-4 border-t border-rule">
      <summary className="link inline-flex min-h-11 cursor-pointer items-center">As a table</summary>
      <ScrollTable name={`${names[shot.target]}: steps`}>
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
            {rows.map(({ place, bar, isInside }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a finished request never move.
              <tr key={index} className="border-t border-rule">
                <td className="py-1.5 pr-3">{place}</td>
                <Cells bar={bar} isInside={isInside} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </details>
  )
}

function Cells({ bar, isInside }: TraceLine) {
  return (
    <>
      <th scope="row" className={`${cell} ${isInside ? 'pl-4' : ''}`}>
        {bar.name}
      </th>
      <td className={cell}>{bar.memory ?? 'none'}</td>
      <td className={cell}>{bar.at.toFixed(2)}</td>
      <td className={cell}>{bar.milliseconds.toFixed(2)}</td>
    </>
  )
}
