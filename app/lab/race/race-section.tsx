import { concludeRace } from '@/app/lab/race/conclude'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { Refusable } from '@/app/lab/ui/refusable'
import { ScrollTable } from '@/app/ui/scroll-table'
import type { Race, Tally } from '@/lib/lab/shared/race'

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
      {tally && <Conclusions of={name} conclusions={concludeRace(race, tally)} />}
      {tally && <TallyTable race={race} tally={tally} />}
    </section>
  )
}

/** One column for each contestant, so that they stand side by side on a phone too. */
function TallyTable({ race, tally }: { race: Race; tally: Tally }) {
  const { name, columns } = raceSentences[race]
  const counted = Object.entries(columns).filter(([key]) => tally.some(([, counts]) => counts[key] !== undefined))

  return (
    <ScrollTable name={`${name}: counts`} className="mt-5 max-w-3xl border border-rule p-3 sm:p-5">
      <table data-race={race} className="w-full border-collapse text-right tabular-nums">
        <thead>
          <tr className="align-bottom text-sm">
            <th scope="col" className="text-left font-normal text-ink-soft">
              counted
            </th>
            {tally.map(([who]) => (
              <th key={who} scope="col" className="py-1 pl-3 font-semibold">
                {who}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counted.map(([key, label]) => (
            <tr key={key} className="border-t border-rule">
              <th scope="row" className="py-2 text-left text-sm font-normal">
                {label}
              </th>
              {tally.map(([who, counts]) => (
                <td key={who} data-who={who} data-count={key} className="py-2 pl-3 font-mono text-sm">
                  {counts[key] ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

interface Told {
  name: string
  does: string
  columns: Readonly<Record<string, string>>
}

/** The text about each race, and the names of its counts by the keys of a tally. */
export const raceSentences: Readonly<Record<Race, Told>> = {
  data: {
    name: 'Writing session data',
    does: 'Each request adds one to the same number. A sealed session has the number in its cookie: each request changes the value that the browser sent, and the browser keeps the last response (lost updates). A stored or signed session has the number in its row: each request waits for the one before.',
    columns: { increments: 'writes', kept: 'kept', lost: 'lost' },
  },
  expired: {
    name: 'Many requests, one expired credential',
    does: 'A page and its resources are requested when the credential is due for renewal, and the middleware renews it for each request. The user must stay logged in, and a signed session must rotate its refresh token once, not once for each request.',
    columns: {
      asked: 'requests',
      accepted: 'accepted',
      refused: 'refused',
      unavailable: 'no answer',
      sessions: 'sessions',
      rotations: 'rotations',
      unused: 'unused tokens',
    },
  },
  rotation: {
    name: 'One refresh token, used more than once',
    does: 'The first column has no grace window, for comparison: each use but the first counts as replay, also that of a second tab. The second column is this deployment (REFRESH_GRACE_SECONDS): within the grace window the other uses get the newest token. The third column uses the token again after a grace window of one second: that is detected as replay, and the family (all refresh tokens of the session) and the session are revoked.',
    columns: {
      used: 'uses',
      rotated: 'rotations',
      retried: 'retries in grace',
      reused: 'counted as replay',
      alive: 'families alive',
      denied: 'sessions revoked',
    },
  },
  logout: {
    name: 'A logout against a renewal',
    does: 'Six rounds: in two the logout comes first, in two both come at the same instant, in two the renewal comes first. Afterwards the credential in the browser must not be accepted.',
    columns: { rounds: 'rounds', renewed: 'renewal first', alive: 'alive after logout', unavailable: 'no answer' },
  },
}
