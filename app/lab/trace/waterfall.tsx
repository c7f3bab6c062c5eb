import { type Bar, type Lane, lengthOf, type Shot } from '@/app/lab/trace/shot'
import { type TraceLine, toLines } from '@/app/lab/trace/words'
import { sayMilliseconds } from '@/app/ui/in-words'

/** Each lane from its own zero, both on one scale: the clock skew between the two is not measured. */
export function Waterfall({ shot }: { shot: Shot }) {
  const length = lengthOf(shot)

  return (
    <div className="mt-4 grid gap-5">
      {shot.lanes.map((lane) => (
        <LaneOfBars key={lane.place} lane={lane} length={length} />
      ))}
      <Scale length={length} />
    </div>
  )
}

const row = 'grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 sm:grid-cols-[10rem_1fr_5.5rem]'

function LaneOfBars({ lane: { place, verdict, bars }, length }: { lane: Lane; length: number }) {
  return (
    <div>
      <h4 className="flex flex-wrap items-center gap-x-3 font-semibold">
        {place} <span className="stamp bg-ink font-normal text-paper">{verdict}</span>
      </h4>
      {bars.length === 0 && <p className="mt-2 text-ink-soft">This service does not report its steps.</p>}
      <ol className="mt-3 grid gap-2.5 sm:gap-2">
        {toLines(bars).map(({ bar, isInside }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a finished request never move, and a name may come twice.
          <li key={index} className={row}>
            <StepName bar={bar} isInside={isInside} />
            <TimeLine bar={bar} length={length} />
            <span className="col-start-2 row-start-1 text-right font-mono text-sm tabular-nums sm:col-start-3">
              {sayMilliseconds(bar.milliseconds)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function StepName({ bar, isInside }: TraceLine) {
  return (
    <span className={`font-mono text-sm ${isInside ? 'pl-4' : ''}`}>
      {isInside && <span aria-hidden="true">└ </span>}
      {bar.name}
      {bar.memory && <span className="ml-2 text-ink-soft">{bar.memory}</span>}
    </span>
  )
}

/** The least width of a bar, in percent, so that a very short step is visible. */
const hairline = 0.4

function TimeLine({ bar: { at, milliseconds }, length }: { bar: Bar; length: number }) {
  const width = Math.max(hairline, (milliseconds / length) * 100)
  const x = Math.min((at / length) * 100, 100 - width)

  return (
    <svg
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      className="col-span-2 h-3 w-full sm:col-span-1 sm:col-start-2 sm:row-start-1"
      aria-hidden="true"
    >
      <rect className="fill-rule" y="3.6" width="100" height="0.8" />
      <rect className="fill-model" x={x} width={width} height="8" />
    </svg>
  )
}

function Scale({ length }: { length: number }) {
  return (
    <div className={`${row} font-mono text-xs text-ink-soft`} aria-hidden="true">
      <span className="col-span-2 flex justify-between border-t border-rule pt-1 sm:col-span-1 sm:col-start-2">
        <span>0</span>
        <span>{(length / 2).toFixed(2)}</span>
        <span>{length.toFixed(2)} ms</span>
      </span>
    </div>
  )
}
