import type { Counted } from '@/app/lab/replay/count'

interface Props {
  counted: Counted
  /** Milliseconds of the whole line. */
  length: number
  /** When the act had answered. */
  answer: number | null
}

/** One path for each kind of mark: tall, low or in the middle, so that the colour is never the only difference. */
export function AttemptMarks({ counted: { accepted, refused, unanswered }, length, answer }: Props) {
  const toX = (moment: number) => Math.min(996, (moment / Math.max(1, length)) * 1000)
  const draw = (moments: readonly number[], top: number, height: number) =>
    moments.map((moment) => `M${toX(moment).toFixed(1)} ${top}h5v${height}h-5z`).join('')

  return (
    <svg viewBox="0 0 1000 20" preserveAspectRatio="none" className="block h-5 w-full" aria-hidden="true">
      <rect className="fill-rule" y="19" width="1000" height="1" />
      <path className="fill-alert" d={draw(accepted, 2, 17)} />
      <path className="fill-ink-soft" d={draw(refused, 13, 6)} />
      <path className="fill-field" d={draw(unanswered, 8, 4)} />
      {answer !== null && <rect className="fill-ink" x={toX(answer)} width="4" height="20" />}
    </svg>
  )
}
