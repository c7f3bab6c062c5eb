import { count } from '@/app/lab/replay/count'
import { Marks } from '@/app/lab/replay/marks'
import type { Recording } from '@/app/lab/replay/recording'
import { outcomeSentences, subjectNames } from '@/app/lab/replay/sentences'
import { ModelMark } from '@/app/ui/models/pictures'
import type { Player } from '@/lib/lab/shared/replay'
import { type Way, ways } from '@/lib/lab/shared/words'

/** One picture for each session: all layers of a way on one line, and until when that way accepted the copy. */
export function Pictures({ recording }: { recording: Recording }) {
  return (
    <div className="mt-4 grid gap-5 lg:grid-cols-2">
      {recording.players.map((player) => (
        <Picture key={player.subject} player={player} recording={recording} />
      ))}
    </div>
  )
}

function Picture({ player, recording }: { player: Player; recording: Recording }) {
  const { subject, model } = player

  return (
    <figure data-model={model} data-picture={subject} className="sheet min-w-0 p-4">
      <figcaption>
        <span className="flex items-center gap-2 font-serif text-2xl font-semibold text-model">
          <ModelMark model={model} />
          {subjectNames[subject]}
          {subject === 'own' && ` (${model})`}
        </span>
        <span className="block min-h-12 text-sm text-ink-soft">{whatHappened(player, recording)}</span>
      </figcaption>
      <dl className="mt-2 grid gap-2">
        {ways.map((way) => (
          <WayLine key={way} player={player} way={way} recording={recording} />
        ))}
      </dl>
    </figure>
  )
}

function whatHappened({ subject }: Player, { acted, attempts }: Recording): string {
  const act = acted[subject]
  const renewals = attempts.filter((attempt) => attempt.subject === subject && attempt.renewed).length
  const done = act
    ? `${outcomeSentences[act.outcome]}; answered ${Math.round(act.answered)} ms into the run, after ${Math.round(act.answered - act.started)} ms`
    : 'nothing was done yet'
  return `${done}${renewals > 0 ? `; the thief asked for new cookies in ${renewals} ${renewals === 1 ? 'try' : 'tries'}` : ''}`
}

interface LineProps {
  player: Player
  way: Way
  recording: Recording
}

function WayLine({ player, way, recording }: LineProps) {
  const counted = count(recording, { player, layer: null, way })

  return (
    <div className="grid grid-cols-[5rem_1fr_4.5rem] items-center gap-2 font-mono text-xs">
      <dt>{way}</dt>
      <dd>
        <Marks counted={counted} length={recording.length} answer={recording.acted[player.subject]?.answered ?? null} />
        <span className="sr-only">
          {counted.accepted.length} accepted, {counted.refused.length} refused, of {counted.attempts}
        </span>
      </dd>
      <dd className="text-right tabular-nums">{lastOf(counted)}</dd>
    </div>
  )
}

function lastOf({ after, delay }: ReturnType<typeof count>): string {
  if (!after) return '–'
  return delay === null ? 'none' : `+${Math.round(delay)} ms`
}
