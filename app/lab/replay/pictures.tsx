import { count } from '@/app/lab/replay/count'
import { AttemptMarks } from '@/app/lab/replay/marks'
import type { Recording } from '@/app/lab/replay/recording'
import { outcomeSentences, subjectNames } from '@/app/lab/replay/sentences'
import { plural } from '@/app/ui/in-words'
import { ModelMark } from '@/app/ui/models/mark'
import type { Player } from '@/lib/lab/shared/replay'
import { type Way, ways } from '@/lib/lab/shared/words'

/** One picture for each session: each way has one line for all layers, and the time until which it accepted the copy. */
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
    ? `${outcomeSentences[act.outcome]}; the act took ${Math.round(act.answered - act.started)} ms, until ${Math.round(act.answered)} ms into the run`
    : 'no act yet'
  return `${done}${renewals > 0 ? `; ${plural(renewals, 'attempt')} asked for a renewal` : ''}`
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
        <AttemptMarks
          counted={counted}
          length={recording.length}
          answer={recording.acted[player.subject]?.answered ?? null}
        />
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
