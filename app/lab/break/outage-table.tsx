import type { Faults } from '@/app/lab/break/experiment'
import { isGone, tableModes } from '@/lib/lab/shared/outage'

/** The table of the design. @param outage milliseconds for which a replica is used without Redis */
const rowsFor = (outage: number) => [
  {
    away: 'Redis',
    strict: '503, the browser keeps the cookie',
    snapshot: `served from the last replica for at most ${outage / 1000} s, then 503`,
    off: 'served until renewal is due, then 503',
  },
  {
    away: 'Postgres',
    strict:
      'sealed, signed: served until renewal is due, then 503. stored: served while Redis has the row, otherwise 500 from a page and 503 from the API',
    snapshot: 'the same',
    off: 'the same',
  },
  {
    away: 'both',
    strict: '503',
    snapshot:
      'sealed, signed: as without Redis. stored: 500 from a page and 503 from the API as soon as the cached row is too old',
    off: 'sealed, signed: served until renewal is due. stored: 500 from a page, 503 from the API',
  },
]

/** A table on wide screens, a card for each row on narrow ones. @param faults the faults of the last run, if any */
export function OutageTable({ faults, outage }: { faults: Faults | null; outage: number }) {
  const current = faults && rowOf(faults)

  return (
    <table className="w-full border-collapse text-left max-lg:block lg:table-fixed">
      <caption className="sr-only">
        What the design says about a valid session, by unavailable store and by mode
      </caption>
      <thead className="border-b-2 border-ink text-sm text-ink-soft max-lg:sr-only">
        <tr>
          {['Unavailable', ...tableModes].map((name) => (
            <th key={name} scope="col" className="px-4 py-2 font-medium first:w-36">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:grid max-lg:gap-4">
        {rowsFor(outage).map((row) => (
          <Row key={row.away} row={row} isCurrent={row.away === current} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ row, isCurrent }: { row: ReturnType<typeof rowsFor>[number]; isCurrent: boolean }) {
  return (
    <tr
      aria-current={isCurrent || undefined}
      className="sheet align-top aria-current:bg-model-wash max-lg:block max-lg:py-2"
    >
      <th scope="row" className="px-4 py-3 font-serif text-xl font-semibold max-lg:block max-lg:py-1">
        {row.away}
        {isCurrent && <span className="block font-sans text-sm font-medium text-model">the run above</span>}
      </th>
      {tableModes.map((mode) => (
        <td key={mode} className="px-4 py-3 max-lg:block max-lg:py-1">
          <span className="block text-sm text-ink-soft lg:hidden">{mode}</span>
          {row[mode]}
        </td>
      ))}
    </tr>
  )
}

function rowOf({ redis, postgres }: Faults): string | null {
  if (isGone(redis) && isGone(postgres)) return 'both'
  if (isGone(redis)) return 'Redis'
  return isGone(postgres) ? 'Postgres' : null
}
