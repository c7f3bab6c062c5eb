/**
 * The steps of a check with their durations: filled while the check runs, shown as `Server-Timing` and on the
 * dashboard.
 * Runs anywhere. Holds durations and names, never a credential or personal data.
 */

import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { type Verdict, verdicts } from '@/lib/session/session'

/** `session`: looking up what a reference refers to. `redis` and `postgres` run inside another step. */
export const stepNames = ['open', 'deadlines', 'revocation', 'session', 'redis', 'postgres', 'renew'] as const
export type StepName = (typeof stepNames)[number]

/** Whether a cache had the answer. */
export interface Witness {
  memory?: 'hit' | 'miss' | undefined
}

export const StepJson = z.object({
  name: z.enum(stepNames),
  /** Milliseconds since the trace began. */
  at: z.number(),
  milliseconds: z.number(),
  /** Absent where there is no cache, or it was not asked. */
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

  /** For a synchronous step. */
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

/*
 * The request header in which the edge reports its check to a page. Runs anywhere. The page shows it and decides
 * nothing by it. It is signed, because a visitor who bypasses the edge could write it.
 */

export const traceHeader = 'x-check-trace'

const hmac = { name: 'HMAC', hash: 'SHA-256' }

/** The label separates this use of a password from the seals (domain separation). */
const bytesOf = (text: string) => new TextEncoder().encode(`check trace\n${text}`)

const importKey = (password: string) =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(password), hmac, false, ['sign', 'verify'])

/** @returns the header's value: the signature, then the report */
export async function writeTrace(report: CheckReport): Promise<string> {
  const [newest = ''] = env().SESSION_PASSWORDS
  const text = JSON.stringify(report)
  const signature = await crypto.subtle.sign(hmac, await importKey(newest), bytesOf(text))
  return `${btoa(String.fromCharCode(...new Uint8Array(signature)))}.${text}`
}

const ReportJson = z.object({
  verdict: z.enum(verdicts),
  steps: z.array(StepJson).check(z.maxLength(20)),
})

/** The format that `writeTrace` produces. */
const written = /^([A-Za-z0-9+/]{43}=)\.(\{.{1,2000}\})$/

/** @returns null for a header that we did not write */
export async function readTrace(header: string | null): Promise<CheckReport | null> {
  const [, signature = '', text = ''] = written.exec(header ?? '') ?? []
  if (!text || !(await isOurs(signature, text))) return null

  return ReportJson.safeParse(JSON.parse(text)).data ?? null
}

/** Accepts any password still in use: during a rotation, the edge may already have the next one. */
async function isOurs(signature: string, text: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(signature), (character) => character.charCodeAt(0))
  for (const password of env().SESSION_PASSWORDS) {
    if (await crypto.subtle.verify(hmac, await importKey(password), bytes, bytesOf(text))) return true
  }
  return false
}
