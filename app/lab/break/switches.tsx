import { useState } from 'react'
import type { Faults } from '@/app/lab/break/experiment'
import type { Bench, useExperiment } from '@/app/lab/break/use-experiment'
import { RadioCard } from '@/app/ui/form/field'
import { type Fault, faults, lateness } from '@/lib/lab/shared/words'

type PanelProps = ReturnType<typeof useExperiment> & { preset: Faults }

export function SwitchPanel({ bench, run, askAgain, preset }: PanelProps) {
  const [faults, setFaults] = useState(preset)

  return (
    <section aria-labelledby="switches" className="max-w-2xl">
      <h2 id="switches" className="text-3xl font-semibold">
        Choose the faults
      </h2>
      <div className="mt-4 grid gap-5 sm:grid-cols-2">
        <FaultChoice store="Redis" chosen={faults.redis} onChoose={(redis) => setFaults({ ...faults, redis })} />
        <FaultChoice
          store="Postgres"
          chosen={faults.postgres}
          onChoose={(postgres) => setFaults({ ...faults, postgres })}
        />
      </div>
      <div className="mt-5 flex flex-wrap gap-3">
        <button type="button" aria-disabled={bench.isBusy} onClick={() => run(faults)} className="button">
          Run
        </button>
        {bench.findings.length > 0 && (
          <button type="button" aria-disabled={bench.isBusy} onClick={askAgain} className="button button-quiet">
            Ask again
          </button>
        )}
      </div>
      <Said {...bench} />
    </section>
  )
}

/** Always rendered, so that a screen reader announces its text. The count of requests is visual only. */
function Said({ said, progress }: Bench) {
  return (
    <div className="mt-4 min-h-14">
      <p role="status" className="font-medium">
        {said}
      </p>
      {progress && <Counted {...progress} />}
    </div>
  )
}

function Counted({ done, of }: NonNullable<Bench['progress']>) {
  return (
    <div className="mt-2 flex items-center gap-3">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-full" aria-hidden="true">
        <rect className="fill-rule" y="2.5" width="100" height="1" />
        <rect className="fill-model" width={(done / of) * 100} height="6" />
      </svg>
      <span className="shrink-0 font-mono text-sm tabular-nums">
        {done} of {of}
      </span>
    </div>
  )
}

const meanings: Readonly<Record<Fault, string>> = {
  none: 'available',
  slow: `slow: ${lateness} ms late`,
  failing: 'failing: answers with an error',
  away: 'unavailable: does not answer',
}

interface Props {
  store: 'Redis' | 'Postgres'
  chosen: Fault
  onChoose: (fault: Fault) => void
}

export function FaultChoice({ store, chosen, onChoose }: Props) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{store} is</legend>
      <div className="grid gap-2">
        {faults.map((fault) => (
          <RadioCard key={fault} name={store} value={fault} checked={fault === chosen} onChange={() => onChoose(fault)}>
            {meanings[fault]}
          </RadioCard>
        ))}
      </div>
    </fieldset>
  )
}
