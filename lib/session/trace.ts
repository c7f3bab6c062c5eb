/**
 * What was checked, when and for how long: filled while a check runs, shown as `Server-Timing` and on the dashboard.
 * Runs anywhere. Holds durations and words, never a credential or anything personal.
 */

import * as z from 'zod/mini'
import type { Verdict } from '@/lib/session/session'

/** `session`: looking up what a reference refers to. `redis` and `postgres` run inside of another step. */
export const stepNames = ['open', 'deadlines', 'revocation', 'session', 'redis', 'postgres', 'renew'] as const
export type StepName = (typeof stepNames)[number]

/** Whether a memory had the answer. */
export interface Witness {
  memory?: 'hit' | 'miss' | undefined
}

export const StepJson = z.object({
  name: z.enum(stepNames),
  /** Milliseconds since the trace began. */
  at: z.number(),
  milliseconds: z.number(),
  /** Absent where there is no memory, or it was not asked. */
  memory: z.optional(z.enum(['hit', 'miss'])),
})
export type Step = z.infer<typeof StepJson>

export interface CheckReport {
  verdict: Verdict
  steps: Step[]
}

export class Trace {
  /** In the order in which they ended. */
  readonly steps: Step[] = []
  readonly #began = performance.now()

  /** Steps may nest: `redis` runs inside `revocation`. A step that throws is measured too. */
  async measure<T>(name: StepName, run: (step: Witness) => Promise<T>): Promise<T> {
    const step = this.#begin(name)
    try {
      return await run(step)
    } finally {
      this.#end(step)
    }
  }

  /** What waits for nobody. */
  measureAtOnce<T>(name: StepName, run: () => T): T {
    const step = this.#begin(name)
    const result = run()
    this.#end(step)
    return result
  }

  report(verdict: Verdict): CheckReport {
    return { verdict, steps: this.steps }
  }

  #begin(name: StepName): Step {
    return { name, at: performance.now() - this.#began, milliseconds: 0 }
  }

  #end(step: Step): void {
    step.milliseconds = toHundredths(performance.now() - this.#began - step.at)
    step.at = toHundredths(step.at)
    this.steps.push(step)
  }
}

const toHundredths = (milliseconds: number) => Math.round(milliseconds * 100) / 100

/** @see https://www.w3.org/TR/server-timing/ */
export function toServerTiming(report: CheckReport): string {
  const steps = report.steps.map(({ name, milliseconds, memory }) => {
    const description = memory ? `;desc=${memory}` : ''
    return `${name};dur=${milliseconds}${description}`
  })
  return [...steps, `check;desc="${report.verdict}"`].join(', ')
}
