import type { ReactNode } from 'react'
import type { CheckTrace as Trace } from '@/lib/server/check-trace'
import type { CheckReport } from '@/lib/session/trace'

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

function Steps({ report, scale }: { report: CheckReport; scale: number }) {
  return (
    <>
      <ol className="grid gap-2.5">
        {report.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a finished request's steps never move, and a name may come twice.
          <li key={index} className="grid grid-cols-[6.5rem_1fr_5.5rem] items-center gap-3">
            <span className="font-mono text-sm">{step.name}</span>
            <Bar share={step.milliseconds / scale} />
            <span className="text-right font-mono text-sm tabular-nums">{step.milliseconds.toFixed(2)} ms</span>
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

/** Which steps checked this very request, and how long each took. */
export function CheckTrace({ trace }: { trace: Trace }) {
  const scale = longest(trace)

  return (
    <section aria-labelledby="trace">
      <h2 id="trace" className="text-3xl font-semibold">
        What checked this request
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        Both ask the same. The edge keeps strangers away early; the server believes nothing it was told and checks
        again. Steps may nest: Redis is asked within the revocation step.
      </p>
      <div className="mt-5 grid gap-5 md:grid-cols-2">
        <Lane name="Edge" nature="the courtesy">
          {trace.edge ? <Steps report={trace.edge} scale={scale} /> : <p>The edge was not asked for this request.</p>}
        </Lane>
        <Lane name="Server" nature="the law">
          <Steps report={trace.server} scale={scale} />
        </Lane>
      </div>
    </section>
  )
}
