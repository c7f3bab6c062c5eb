// feature: trace (this file)
import type { ReactNode } from 'react'
import { sayMilliseconds } from '@/app/ui/in-words'
import { env } from '@/lib/env'
import { nestSteps } from '@/lib/nested-steps'
import type { CheckTrace as Trace } from '@/lib/server/guards/check-trace'
import type { CheckReport, Step } from '@/lib/session/trace'

const longest = (trace: Trace) =>
  Math.max(0.1, ...[trace.edge, trace.server].flatMap((report) => report?.steps ?? []).map((step) => step.milliseconds))

function Bar({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-full" aria-hidden="true">
      <rect className="fill-rule" y="2.5" width="100" height="1" />
      <rect className="fill-model" width={Math.max(1, share * 100)} height="6" />
    </svg>
  )
}

interface LineProps {
  step: Step
  scale: number
  isInside?: boolean
}

function StepLine({ step, scale, isInside = false }: LineProps) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr_5.5rem] items-center gap-3">
      <span className={`font-mono text-sm ${isInside ? 'pl-4' : ''}`}>
        {isInside && <span aria-hidden="true">└ </span>}
        {step.name}
      </span>
      <Bar share={step.milliseconds / scale} />
      <span className="text-right font-mono text-sm tabular-nums">{sayMilliseconds(step.milliseconds)}</span>
    </div>
  )
}

function Steps({ report, scale }: { report: CheckReport; scale: number }) {
  return (
    <>
      <ol className="grid gap-2.5">
        {nestSteps(report.steps).map(({ step, inside }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a finished request's steps never move, and a name may come twice.
          <li key={index}>
            <StepLine step={step} scale={scale} />
            {inside.length > 0 && (
              <ol aria-label={`inside ${step.name}`} className="mt-2.5 grid gap-2.5">
                {inside.map((inner, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  <li key={place}>
                    <StepLine step={inner} scale={scale} isInside />
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ol>
      <p className="mt-4">
        <span className="stamp bg-ink text-paper">{report.verdict}</span>
      </p>
    </>
  )
}

function Lane({ name, nature, children }: { name: string; nature: string; children: ReactNode }) {
  return (
    <div className="sheet p-5">
      <h3 className="mb-4 text-xl font-semibold">
        {name} <span className="font-sans text-base font-normal text-ink-soft">{nature}</span>
      </h3>
      {children}
    </div>
  )
}

function sayMode(): string {
  const { REVOCATION_MODE: mode, REVOCATION_MAX_AGE_MS: maxAge } = env()
  const does = {
    strict: 'each check asks Redis whether the session was revoked',
    snapshot: `a check asks a replica of the revocation list in memory, which is at most ${maxAge} ms old`,
    off: 'a check does not ask whether the session was revoked; a renewal does',
  }
  return `The revocation mode is ${mode}: ${does[mode]}.`
}

/** Which steps checked this very request, and how long each took. */
export function CheckTraceTable({ trace }: { trace: Trace }) {
  const scale = longest(trace)

  return (
    <section aria-labelledby="trace">
      <h2 id="trace" className="text-3xl font-semibold">
        What checked this request
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        Both run the same check. The server trusts nothing that the middleware said, and checks again. An indented step
        runs inside the step above it, and its time is part of that step. {sayMode()}
      </p>
      <div className="mt-5 grid gap-5 md:grid-cols-2">
        <Lane name="Edge" nature="stops unauthenticated requests early">
          {trace.edge ? <Steps report={trace.edge} scale={scale} /> : <p>The edge was not asked for this request.</p>}
        </Lane>
        <Lane name="Server" nature="decides">
          <Steps report={trace.server} scale={scale} />
        </Lane>
      </div>
    </section>
  )
}
