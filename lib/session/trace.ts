/**
 * What was checked and how long it took: filled while a check runs, shown as `Server-Timing` and on the dashboard.
 * Runs anywhere. Holds durations and words, never a credential or anything personal.
 */

import type { Verdict } from '@/lib/session/session'

export const stepNames = ['open', 'revocation', 'redis', 'postgres', 'renew'] as const
export type StepName = (typeof stepNames)[number]

export interface Step {
  name: StepName
  milliseconds: number
}

export interface CheckReport {
  verdict: Verdict
  steps: Step[]
}

export class Trace {
  readonly steps: Step[] = []

  /** Steps may nest: `redis` runs inside `revocation`. A step that throws is measured too. */
  async measure<T>(name: StepName, run: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await run()
    } finally {
      this.steps.push({ name, milliseconds: Math.round((performance.now() - start) * 100) / 100 })
    }
  }

  report(verdict: Verdict): CheckReport {
    return { verdict, steps: this.steps }
  }
}

/** @see https://www.w3.org/TR/server-timing/ */
export function toServerTiming(report: CheckReport): string {
  const steps = report.steps.map(({ name, milliseconds }) => `${name};dur=${milliseconds}`)
  return [...steps, `check;desc="${report.verdict}"`].join(', ')
}
