'use client'

import { concludeBreak } from '@/app/lab/break/conclude'
import type { Deployment, Faults } from '@/app/lab/break/experiment'
import { Findings } from '@/app/lab/break/findings'
import { OutageTable } from '@/app/lab/break/outage-table'
import { SwitchPanel } from '@/app/lab/break/switches'
import { type Bench, useExperiment } from '@/app/lab/break/use-experiment'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { reveal } from '@/app/lab/ui/reveal'
import type { Fault } from '@/lib/lab/shared/words'

/** @param preset which stores are broken when the page opens */
export function BreakBench({ preset, ...deployment }: Deployment & { preset: Faults }) {
  const experiment = useExperiment(deployment)
  const { bench } = experiment

  return (
    <div className="grid gap-12">
      <SwitchPanel {...experiment} preset={preset} />
      {bench.findings.length > 0 && (
        <section aria-labelledby="findings" ref={reveal}>
          <h2 id="findings" className="text-3xl font-semibold">
            What happens
          </h2>
          <p className="mt-2 mb-5 max-w-2xl text-ink-soft">{whatWasAsked(bench, deployment)}</p>
          <Conclusions of="break" conclusions={concludeBreak(bench.findings)} />
          <Findings findings={bench.findings} />
        </section>
      )}
      <section aria-labelledby="design">
        <h2 id="design" className="mb-5 text-3xl font-semibold">
          What the design says
        </h2>
        <OutageTable faults={bench.faults} outage={deployment.outage} />
      </section>
    </div>
  )
}

const wordFor: Readonly<Record<Fault, string>> = {
  none: 'available',
  slow: 'slow',
  failing: 'failing',
  away: 'unavailable',
}

function whatWasAsked({ faults, begun }: Bench, { model, outage }: Deployment): string {
  if (!faults || !begun) return ''
  const stores = `Redis ${wordFor[faults.redis]} and Postgres ${wordFor[faults.postgres]}`
  const due = new Date(performance.timeOrigin + begun.dueAt).toLocaleTimeString('en-GB')
  return [
    `Your ${model} session, with ${stores}. Strict asks Redis whether the session was revoked, snapshot asks a replica in memory, off does not ask. The first time is that of the check alone, on the machine that ran it. “was” is the time of the same check with both stores available.`,
    `“Ask again” uses the replicas of this run: without Redis they are used for up to ${outage / 1000} s. From ${due} on, your credential is due for renewal, and “Ask again” shows whether the renewal succeeds.`,
  ].join(' ')
}
