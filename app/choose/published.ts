import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** Figures of docs/benchmarks.md that docs/bench.json does not have, and a limit of the code. A test compares them. */

type PerModel<T> = Readonly<Record<Model, T>>

export const publishedSource = {
  file: 'docs/benchmarks.md',
  date: '26 November 2026',
  machine: 'Intel Xeon, 2 cores, 24 GB',
} as const

/** Milliseconds after the answer of a logout at which the last request began that was let in: the latest of all runs. */
export const latestLetIn: Readonly<Record<Mode, PerModel<number>>> = {
  strict: { sealed: -38, stored: -38, signed: -33 },
  snapshot: { sealed: 850, stored: 871, signed: 884 },
  off: { sealed: 3025, stored: -152, signed: 2751 },
}

/** What bounded that delay in those runs, as they were configured. */
export const boundInRuns: Readonly<Record<Mode, string>> = { strict: '0 ms', snapshot: '1000 ms', off: '5 s' }

/** Requests per second by those of the same route without a check, 32 connections: the median of the rounds. */
export const throughput: Readonly<Record<Mode, PerModel<number>>> = {
  strict: { sealed: 0.64, stored: 0.57, signed: 0.61 },
  snapshot: { sealed: 0.93, stored: 0.89, signed: 0.82 },
  off: { sealed: 0.92, stored: 0.5, signed: 0.83 },
}

/** Milliseconds in the median, with 1,000,000 rows of sessions. */
export const inPostgres = { check: '2.84', list: '2.06', 'revoke one': '1.29' } as const

/** Bytes of name and value: what is larger, a browser drops without a word (RFC 6265bis, section 5.6). */
export const publishedCookieLimit = 4096
