import { useState } from 'react'
import { isAsDesigned } from '@/app/lab/break/conclude'
import {
  askBroken,
  type Begun,
  beginExperiment,
  type Deployment,
  type Faults,
  type Finding,
  outliveCopies,
} from '@/app/lab/break/experiment'
import { warmTargets } from '@/app/lab/ui/warm-targets'
import { writeSwitches } from '@/lib/lab/shared/targets'
import { layers } from '@/lib/lab/shared/words'

/** A request without faults. */
const healthyQuery = writeSwitches({ ways: ['off'], redis: 'none', postgres: 'none', experiment: null })

export interface Bench {
  isBusy: boolean
  /** The current step, or the result, as text. */
  said: string
  /** Requests of the current step; null between steps. */
  progress: { done: number; of: number } | null
  begun: Begun | null
  faults: Faults | null
  findings: readonly Finding[]
}

const untouched: Bench = { isBusy: false, said: '', progress: null, begun: null, faults: null, findings: [] }

/** One experiment at a time: it begins without faults, then asks with the faults, again and again if wanted. */
export function useExperiment(deployment: Deployment) {
  const [bench, setBench] = useState(untouched)
  const change = (part: Partial<Bench>) => setBench((before) => ({ ...before, ...part }))
  const say = (said: string) => change({ isBusy: true, said, progress: null })
  const tell = (progress: Bench['progress']) => change({ progress })

  async function run(faults: Faults): Promise<void> {
    if (bench.isBusy) return
    change({ begun: null, findings: [] })
    say('Asking every layer with both stores available …')
    if (deployment.isDevelopment) await warmTargets(layers, healthyQuery)
    const begun = await beginExperiment(tell)
    if (!begun) return change({ ...untouched, said: 'Your session has ended. Log in again.' })

    say('Waiting until the replicas are out of date …')
    await outliveCopies(begun, deployment)
    await breakAndAsk(begun, faults)
  }

  async function breakAndAsk(begun: Begun, faults: Faults): Promise<void> {
    say('Asking again with the chosen faults …')
    const findings = await askBroken(begun, faults, deployment, tell)
    setBench({ isBusy: false, said: sumUp(findings), progress: null, begun, faults, findings })
  }

  async function askAgain(): Promise<void> {
    if (!bench.isBusy && bench.begun && bench.faults) await breakAndAsk(bench.begun, bench.faults)
  }

  return { bench, run, askAgain }
}

function sumUp(findings: readonly Finding[]): string {
  const agreeing = findings.filter(isAsDesigned).length
  const accepting = findings.filter(({ after }) => after?.verdict === 'allowed').length
  return `${accepting} of ${findings.length} accepted the session. ${agreeing} of ${findings.length} agree with the design.`
}
