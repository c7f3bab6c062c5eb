import { raceSentences } from '@/app/lab/race/sentences'
import { Refusable } from '@/app/lab/ui/refusable'
import type { Race, Tally } from '@/lib/lab/race'

interface Props {
  race: Race
  tally: Tally | null
  isBusy: boolean
  word: string
  start: () => void
}

export function RaceSection({ race, tally, isBusy, word, start }: Props) {
  const { name, does } = raceSentences[race]

  return (
    <section aria-labelledby={race} className="min-w-0 border-t-2 border-model pt-4">
      <h2 id={race} className="text-3xl font-semibold">
        {name}
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">{does}</p>
      <div className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        <button type="button" className="button" aria-disabled={isBusy} onClick={start}>
          Run<span className="sr-only">: {name}</span>
        </button>
        <p role="status" className="font-medium">
          <Refusable word={word} />
        </p>
      </div>
      {tally && <TallyTable race={race} tally={tally} />}
    </section>
  )
}

function TallyTable({ race, tally }: { race: Race; tally: Tally }) {
  const { name, columns } = raceSentences[race]

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section aria-label={`${name}: counts`} tabIndex={0} className="sheet mt-5 max-w-3xl overflow-x-auto p-3 sm:p-5">
      <table data-race={race} className="w-full border-collapse text-right tabular-nums">
        <thead>
          <tr className="align-bottom text-sm text-ink-soft">
            <th scope="col" className="text-left font-normal">
              <span className="sr-only">Who</span>
            </th>
            {Object.entries(columns).map(([key, label]) => (
              <th key={key} scope="col" className="py-1 pl-4 font-normal">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tally.map(([who, counts]) => (
            <tr key={who} data-who={who} className="border-t border-rule">
              <th scope="row" className="py-2 text-left font-semibold">
                {who}
              </th>
              {Object.keys(columns).map((key) => (
                <td key={key} data-count={key} className="py-2 pl-4 font-mono text-sm">
                  {counts[key] ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
