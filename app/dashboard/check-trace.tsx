// feature: trace (this file)
import type { ReactNode } from 'react'
import { TraceSteps } from '@/app/dashboard/trace-steps'
import { sayMilliseconds } from '@/app/ui/in-words'
import { env } from '@/lib/env'
import { nestSteps } from '@/lib/nested-steps'
import type { CheckTrace as Trace } from '@/lib/server/guards/current'
import type { CheckReport, Step } from '@/lib/session/trace'

const longest = (trace: Trace) =>
  Math.max(0.1, ...[trace.edge, trace.server].flatMap((report) => report?.steps ?? []).map((step) => step.milliseconds))

function toDraw({ steps, verdict }: CheckReport, scale: number) {
  const draw = ({ name, milliseconds }: Step) => ({
    name,
    time: sayMilliseconds(milliseconds),
    percent: Math.max(1, Math.round((milliseconds / scale) * 100)),
  })
  const drawn = nestSteps(steps).map(({ step, inside }) => ({
    ...draw(step),
    ...(inside.length > 0 && { inside: inside.map(draw) }),
  }))
  return { steps: drawn, verdict }
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

/** The steps of the check of this request, with their times. */
export function CheckTraceTable({ trace }: { trace: Trace }) {
  const scale = longest(trace)

  return (
    <section aria-labelledby="trace">
      <h2 id="trace" className="text-3xl font-semibold">
        What checked this request
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The middleware and the server run the same check. The server trusts nothing that the middleware said, and checks
        again. An indented step runs inside the step above it, and its time is part of that step. {sayMode()}
      </p>
      <div className="mt-5 grid gap-5 md:grid-cols-2">
        <Lane name="Edge" nature="stops unauthenticated requests early">
          {trace.edge ? (
            <TraceSteps {...toDraw(trace.edge, scale)} />
          ) : (
            <p>The middleware did not check this request.</p>
          )}
        </Lane>
        <Lane name="Server" nature="decides">
          <TraceSteps {...toDraw(trace.server, scale)} />
        </Lane>
      </div>
    </section>
  )
}
