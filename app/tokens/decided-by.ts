import type { Reply } from '@/app/tokens/ask'
import { fieldOf, textOf } from '@/app/tokens/field-of'
import { listOf } from '@/app/ui/in-words'

/** From what an answer says about itself: `check.by` or the problem's code of the other service, `Server-Timing` of ours. */
export function decidedBy({ headers, body }: Reply): string {
  const way = textOf(fieldOf(body, 'check'), 'by') ?? ''
  const steps = stepsOf(headers.get('server-timing') ?? '')
  const code = textOf(body, 'code') ?? ''
  return ways.get(way) || inWords(steps) || refusals.get(code) || 'a service that does not say how'
}

const ways: ReadonlyMap<string, string> = new Map([
  ['local', 'the signature alone'],
  ['introspection', 'the signature and by us, who were asked'],
])

const refusals: ReadonlyMap<string, string> = new Map([
  ['revoked', 'us, who were asked'],
  ['expired', 'the token itself, whose time is over'],
  ['invalid_token', 'the token itself, which is not for this service'],
])

const witnesses: ReadonlyMap<string, string> = new Map([
  ['open', 'the signature'],
  ['redis', 'Redis'],
  ['postgres', 'the session’s row'],
])

/** The names in a `Server-Timing`: the steps of a check, in the order in which they ended. */
const stepsOf = (header: string) =>
  header
    .split(',')
    .map((metric) => metric.split(';')[0]?.trim() ?? '')
    .filter((name) => name !== 'check' && name !== '')

/** Without Redis, what was revoked came out of a copy. */
function inWords(steps: readonly string[]): string {
  const isCopied = steps.includes('revocation') && !steps.includes('redis')
  const found = steps.map((step) =>
    step === 'revocation' && isCopied ? 'a copy of what was revoked' : witnesses.get(step),
  )
  return listOf(found.filter((words) => words !== undefined))
}
