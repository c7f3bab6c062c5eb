import { boundOf, count, type Row } from '@/app/lab/replay/count'
import { Marks } from '@/app/lab/replay/marks'
import type { Recording } from '@/app/lab/replay/recording'
import type { Layer } from '@/lib/lab/words'

interface Props {
  row: Row & { layer: Layer }
  recording: Recording
}

export function LineRow({ row, recording }: Props) {
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
        <Marks counted={counted} length={recording.length} answer={answer} />
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
const boundText = (bound: number | null) => (bound === null ? 'no bound' : `≤ ${Math.round(bound)} ms`)
