import { concludeReplay } from '@/app/lab/replay/conclude'
import { boundOf, count, type Row } from '@/app/lab/replay/count'
import { AttemptMarks } from '@/app/lab/replay/marks'
import { Pictures } from '@/app/lab/replay/pictures'
import type { Recording } from '@/app/lab/replay/recording'
import { stepSentences, subjectNames } from '@/app/lab/replay/sentences'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { reveal } from '@/app/lab/ui/reveal'
import type { Player } from '@/lib/lab/shared/replay'
import { type Layer, layers, ways } from '@/lib/lab/shared/words'

interface Props {
  recording: Recording
  /** During the run nothing is below the pictures, so that its end causes no layout shift. */
  isRunning: boolean
}

/** A picture for each session, the conclusions, and in a collapsed part each time line with its numbers. */
export function TimeLines({ recording, isRunning }: Props) {
  const { players, rotation } = recording
  const isTold = players.length > 0 && !isRunning

  return (
    <section aria-labelledby="lines" className="border-t-2 border-rule pt-4">
      <h2 id="lines" className="text-3xl font-semibold">
        Does the stolen copy still work?
      </h2>
      {players.length === 0 && (
        <p className="mt-2 max-w-2xl text-ink-soft">
          No run yet. A run takes 10 seconds and ends with one picture for each model.
        </p>
      )}
      {players.length > 0 && <Legend />}
      {players.length > 0 && (
        <div ref={reveal}>
          <Pictures recording={recording} />
        </div>
      )}
      {isTold && <Conclusions of="replay" conclusions={concludeReplay(recording)} />}
      {rotation.length > 0 && (
        <p className="mt-4">
          Rotation: {rotation.map(({ step, at }) => `${stepSentences[step]} at ${Math.round(at)} ms`).join(', ')}.
        </p>
      )}
      {isTold && <EveryLine recording={recording} />}
    </section>
  )
}

function EveryLine({ recording }: { recording: Recording }) {
  const { players, attempts, skipped } = recording

  return (
    <details className="mt-5">
      <summary className="link inline-flex min-h-11 cursor-pointer items-center">
        Details: all {players.length * layers.length * ways.length} time lines
      </summary>
      <div className="mt-3 grid gap-8 lg:grid-cols-2">
        {players.map((player) => (
          <PlayerTable key={player.subject} player={player} recording={recording} />
        ))}
      </div>
      <p className="mt-4 text-ink-soft">
        After: attempts accepted after the act. Last: how long after the act the last of them began; below it, the
        longest time by design. {attempts.length} attempts, each checked in four ways. {skipped} were skipped, because
        the attempt before had no answer yet.
      </p>
    </details>
  )
}

function Legend() {
  return (
    <p className="mt-4 max-w-2xl text-sm text-ink-soft">
      A tall amber mark: accepted. A short grey mark at the bottom: refused. A pale dot in the middle: no answer. The
      vertical line: the act is complete. The number: how long after it the last accepted attempt began.
    </p>
  )
}

function PlayerTable({ player, recording }: { player: Player; recording: Recording }) {
  const { subject, model } = player

  return (
    <div data-model={model} className="sheet min-w-0 p-3 sm:p-5">
      <table data-subject={subject} className="w-full table-fixed border-collapse">
        <caption className="mb-3 text-left">
          <span className="block font-serif text-2xl font-semibold text-model">
            {subjectNames[subject]}
            {subject === 'own' && ` (${model})`}
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
              Last, limit
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

interface LineRowProps {
  row: Row & { layer: Layer }
  recording: Recording
}

export function LineRow({ row, recording }: LineRowProps) {
  const counted = count(recording, row)
  const bound = boundOf(recording, row)
  const answer = recording.acted[row.player.subject]?.answered ?? null

  return (
    <tr
      data-row={`${row.player.subject}-${row.layer}-${row.way}`}
      data-after={counted.after?.accepted}
      data-tries-after={counted.after?.attempts}
      data-delay={counted.delay ?? undefined}
      data-bound={bound ?? undefined}
      data-refused={counted.refused.length}
      className="font-mono text-xs tabular-nums"
    >
      <th scope="row" className="text-left font-normal">
        {row.way}
      </th>
      <td>
        <AttemptMarks counted={counted} length={recording.length} answer={answer} />
        <span className="sr-only">
          {counted.accepted.length} accepted, {counted.refused.length} refused, of {counted.attempts}
        </span>
      </td>
      <td className="pl-2 text-right">{counted.after ? counted.after.accepted : '–'}</td>
      <td className="pl-2 text-right">
        {counted.after ? delayText(counted.delay) : '–'}
        <span className="block text-ink-soft">{answer === null ? '–' : boundText(bound)}</span>
      </td>
    </tr>
  )
}

const delayText = (delay: number | null) => (delay === null ? 'none' : `+${Math.round(delay)} ms`)
const boundText = (bound: number | null) => (bound === null ? 'no limit' : `≤ ${Math.round(bound)} ms`)
