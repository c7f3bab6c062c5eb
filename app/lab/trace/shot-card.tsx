import type { Shot } from '@/app/lab/trace/shot'
import { StepTable } from '@/app/lab/trace/step-table'
import { Waterfall } from '@/app/lab/trace/waterfall'
import { names } from '@/app/lab/trace/words'

/** One request: what was asked, what came of it, and how long this browser waited for all of it. */
export function ShotCard({ shot }: { shot: Shot }) {
  return (
    <li className="sheet min-w-0 p-4 sm:p-5">
      <h3 className="text-xl font-semibold">
        {names[shot.target]}{' '}
        <span className="font-sans text-base font-normal text-ink-soft">{shot.way ?? 'as it decides itself'}</span>
      </h3>
      {shot.failure === null ? (
        <>
          <p className="text-ink-soft">
            This browser waited <span className="font-mono text-ink tabular-nums">{shot.waited.toFixed(1)} ms</span>,
            network and rendering included.
          </p>
          <Waterfall shot={shot} />
          <StepTable shot={shot} />
        </>
      ) : (
        <p className="mt-2 font-medium text-alert">{shot.failure}</p>
      )}
    </li>
  )
}
