import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** Figures of docs/benchmarks.md that docs/bench.json does not have. A test compares them. */

type PerModel<T> = Readonly<Record<Model, T>>

export const source = {
  file: 'docs/benchmarks.md',
  date: '24 November 2026',
  machine: 'AMD EPYC, 2 cores, 24 GB',
} as const

/** Milliseconds after the answer of a logout at which the last request began that was let in: the latest of all runs. */
export const latestLetIn: Readonly<Record<Mode, PerModel<number>>> = {
  strict: { sealed: -38, stored: -43, signed: -28 },
  snapshot: { sealed: 800, stored: 815, signed: 919 },
  off: { sealed: 3412, stored: -50, signed: 3400 },
}

/** What bounded that delay in those runs, as they were configured. */
export const boundInRuns: Readonly<Record<Mode, string>> = { strict: '0 ms', snapshot: '1000 ms', off: '5 s' }

/** Requests per second by those of the same route without a check, 32 connections. */
export const throughput: Readonly<Record<Mode, PerModel<number>>> = {
  strict: { sealed: 0.62, stored: 0.57, signed: 0.63 },
  snapshot: { sealed: 0.93, stored: 0.92, signed: 0.99 },
  off: { sealed: 0.85, stored: 0.48, signed: 0.89 },
}

/** Milliseconds in the median, with 1,000,000 rows of sessions. */
export const inPostgres = { check: '1.38', list: '0.71', 'revoke one': '0.85' } as const

/** Bytes of name and value: what is larger, a browser drops without a word (RFC 6265bis, section 5.6). */
export const cookieLimit = 4096
