import { LineRow } from '@/app/lab/replay/line-row'
import type { Recording } from '@/app/lab/replay/recording'
import { outcomeSentences, stepSentences, subjectNames } from '@/app/lab/replay/sentences'
import type { Player } from '@/lib/lab/replay'
import { layers, ways } from '@/lib/lab/words'

/** One table for each session that was tried: its time lines, and the numbers beside them. */
export function TimeLines({ recording }: { recording: Recording }) {
  return (
    <section aria-labelledby="lines" className="border-t-2 border-model pt-4">
      <h2 id="lines" className="text-3xl font-semibold">
        What the thief sees
      </h2>
      <Legend />
      {recording.players.length === 0 && <p className="mt-4">No run yet.</p>}
      {recording.rotation.length > 0 && (
        <p className="mt-4">
          The new key was{' '}
          {recording.rotation.map(({ step, at }) => `${stepSentences[step]} at ${Math.round(at)} ms`).join(', ')}.
        </p>
      )}
      <div className="mt-5 grid gap-8 lg:grid-cols-2">
        {recording.players.map((player) => (
          <PlayerTable key={player.subject} player={player} recording={recording} />
        ))}
      </div>
      {recording.isOver && (
        <p className="mt-4 text-ink-soft">
          {recording.attempts.length} tries, of which each was judged in four ways; {recording.skipped} left out, as the
          ones before were still under way.
        </p>
      )}
    </section>
  )
}

function Legend() {
  return (
    <p className="mt-2 max-w-2xl text-ink-soft">
      A tall green mark: let in. A short red one at the foot: refused. A grey dot in the middle: no answer. The upright
      line: the moment when what you did had answered. Counted is what began after that moment.
    </p>
  )
}

function PlayerTable({ player, recording }: { player: Player; recording: Recording }) {
  const { subject, model } = player
  const acted = recording.acted[subject]
  const renewals = recording.attempts.filter((attempt) => attempt.subject === subject && attempt.renewed).length

  return (
    <div data-model={model} className="sheet min-w-0 p-3 sm:p-5">
      <table data-subject={subject} className="w-full table-fixed border-collapse">
        <caption className="mb-3 text-left">
          <span className="block font-serif text-2xl font-semibold text-model">
            {subjectNames[subject]}
            {subject === 'own' && ` (${model})`}
          </span>
          <span className="block min-h-12 text-sm text-ink-soft">
            {acted
              ? `${outcomeSentences[acted.outcome]}; answered ${Math.round(acted.answered)} ms into the run, after ${Math.round(acted.answered - acted.started)} ms`
              : 'nothing was done yet'}
            {renewals > 0 && `; the thief asked for new cookies in ${renewals} ${renewals === 1 ? 'try' : 'tries'}`}
          </span>
        </caption>
        <thead>
          <tr className="text-left align-bottom text-sm text-ink-soft">
            <th scope="col" className="w-20 font-normal">
              Way
            </th>
            <th scope="col" className="font-normal">
              Time line
            </th>
            <th scope="col" className="w-11 pl-2 text-right font-normal">
              After
            </th>
            <th scope="col" className="w-23 pl-2 text-right font-normal">
              Last, bound
            </th>
          </tr>
        </thead>
        {layers.map((layer) => (
          <tbody key={layer}>
            <tr>
              <th scope="rowgroup" colSpan={4} className="pt-2 text-left text-sm font-semibold">
                {layer}
              </th>
            </tr>
            {ways.map((way) => (
              <LineRow key={way} row={{ player, layer, way }} recording={recording} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}
