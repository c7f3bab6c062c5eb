import type { Choice } from '@/app/choose/answers'
import type { ClaimFigure } from '@/lib/figures/claims'
import { claimFigures } from '@/lib/figures/measured'

/** Figures that docs/bench.json does not have, and limits of the code. */

interface Name extends Partial<Choice> {
  claim: keyof typeof claimFigures.claims
  figure: string
  of: string
}

const find = ({ claim, figure, of, mode }: Name): ClaimFigure | undefined =>
  claimFigures.claims[claim].find((one) => one.figure === figure && one.of === of && one.mode === mode)

/** @throws when there is none: docs/claims.json is part of the build */
function requireFigure(name: Name): number {
  const found = find(name)
  if (!found) throw new Error(`docs/claims.json has no ${name.figure} of ${name.of}, ${name.mode}, for ${name.claim}`)
  return found.value
}

/** Milliseconds after the response to a logout at which the last accepted request began; 0 or less: none. */
export const acceptedAfterLogout = ({ model, mode }: Choice): number =>
  requireFigure({ claim: 'cannot-be-revoked', figure: 'accepted_after_logout', of: model, mode })

/** Seconds that bounded that delay in off mode, in those runs. */
export const offLimitInRuns = (): number =>
  requireFigure({ claim: 'cannot-be-revoked', figure: 'revalidation_interval', of: 'baseline', mode: 'off' })

/** Requests per second, divided by those of the same route without a check. Null: not measured in this mode. */
export const throughputOf = ({ model, mode }: Choice): number | null =>
  find({ claim: 'slower', figure: 'requests_per_second', of: model, mode })?.ratio ?? null

/** Milliseconds in the median, with 1,000,000 rows of sessions: docs/benchmarks.md. A test compares them. */
export const inPostgres = { check: '1.71', list: '1.35', 'revoke one': '0.76' } as const
export const postgresSource = { file: 'docs/benchmarks.md', date: '2026-12-01' } as const

/** Bytes of name and value: what is larger, a browser drops without a word (RFC 6265bis, section 5.6). */
export const publishedCookieLimit = 4096

/** Sessions that an account can have at once: one more ends the oldest. */
export const publishedSessionCap = 20
