import { ask, fieldOf, later, type Reply, textOf } from '@/app/tokens/ask'
import type { Resource } from '@/app/tokens/resources'
import { listOf, plural } from '@/app/ui/in-words'

export type CallOutcome = 'accepted' | 'refused' | 'undecided'

export interface Call {
  id: string
  resource: Resource['id']
  /** Whether the session was revoked before the call. */
  isAfter: boolean
  outcome: CallOutcome
  /** null: no answer. */
  status: number | null
  /** Duration of the round trip, until the last byte. */
  milliseconds: number | null
  /** A sentence: what decided, or why there is no decision. */
  account: string
  /** `check.by` of an accepted call, the problem's code of a refused one. */
  reason: string | null
  /** RFC 6750, section 3. */
  challenge: string | null
}

/** Sends the token in the Authorization header and no cookie, so that the token alone decides. */
export async function callResource(resource: Resource, token: string, isAfter: boolean): Promise<Call> {
  const reply = await ask(resource.address, {
    credentials: 'omit',
    headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
  })
  const outcome = outcomeOf(reply)
  return {
    ...{ id: crypto.randomUUID(), resource: resource.id, isAfter, outcome },
    status: reply?.status ?? null,
    milliseconds: reply?.milliseconds ?? null,
    account: accountOf(reply, outcome, resource),
    reason: textOf(fieldOf(reply?.body, 'check'), 'by') ?? textOf(reply?.body, 'code'),
    challenge: outcome === 'refused' ? (reply?.headers.get('www-authenticate') ?? null) : null,
  }
}

function outcomeOf(reply: Reply | null): CallOutcome {
  if (reply?.status === 200) return 'accepted'
  return reply?.status === 401 || reply?.status === 403 ? 'refused' : 'undecided'
}

function accountOf(reply: Reply | null, outcome: CallOutcome, resource: Resource): string {
  if (!reply) return noAnswer(resource)
  if (reply.status === 429 || reply.status === 503)
    return `The service could not decide just now. Try again ${later(reply)}.`
  if (outcome === 'undecided') return 'The answer says nothing about the token.'

  const list = fieldOf(reply.body, resource.id)
  const found = Array.isArray(list) ? `, and returned ${plural(list.length, resource.unit)}` : ''
  return `Decided by ${decidedBy(reply)}${found}.`
}

/** `fetch` reports both in the same way, so that a page cannot scan a network. */
const noAnswer = ({ audience }: Resource) =>
  audience === null
    ? 'There was no answer: the network or this service is unavailable.'
    : 'There was no answer: the service is unavailable, or it does not allow our origin to read its answers (CORS). The browser does not tell a page which.'

/** What the answer itself reports: `check.by` or the problem's code of the other service, `Server-Timing` of ours. */
export function decidedBy({ headers, body }: Reply): string {
  const way = textOf(fieldOf(body, 'check'), 'by') ?? ''
  const steps = stepsOf(headers.get('server-timing') ?? '')
  const code = textOf(body, 'code') ?? ''
  return ways.get(way) || inWords(steps) || refusals.get(code) || 'the service, which does not say how'
}

const ways: ReadonlyMap<string, string> = new Map([
  ['local', 'the signature alone'],
  ['introspection', 'the signature and introspection'],
])

const refusals: ReadonlyMap<string, string> = new Map([
  ['revoked', 'introspection'],
  ['expired', 'the expiry time in the token'],
  ['invalid_token', 'the token itself, which is not valid for this service'],
])

const witnesses: ReadonlyMap<string, string> = new Map([
  ['open', 'the signature'],
  ['redis', 'Redis'],
  ['postgres', 'the session’s row'],
])

/** The metrics of a `Server-Timing` header: the steps of a check, in the order in which they ended. */
const stepsOf = (header: string) =>
  header
    .split(',')
    .map((metric) => metric.split(';')[0]?.trim() ?? '')
    .filter((name) => name !== 'check' && name !== '')

/** A check without a call of Redis has used the local replica of the revocation list. */
function inWords(steps: readonly string[]): string {
  const isCopied = steps.includes('revocation') && !steps.includes('redis')
  const found = steps.map((step) =>
    step === 'revocation' && isCopied ? 'the local revocation list' : witnesses.get(step),
  )
  return listOf(found.filter((words) => words !== undefined))
}

/** What a call after the revocation has shown. */
export function resultOf(call: Call): string {
  if (call.outcome === 'accepted') return accepted(call)
  if (call.outcome === 'refused') return refused(call)
  return 'The answer says nothing about the token. Call again.'
}

function accepted({ resource, reason }: Call): string {
  if (resource === 'notes') return 'Our local revocation list may be a second old. Call again.'
  if (reason === 'local') return 'It checks only the signature, so it accepts the token until the token expires.'
  return reason === 'introspection'
    ? 'It asked us (introspection), and we said that the token is active.'
    : 'It still accepts the token.'
}

function refused({ resource, reason }: Call): string {
  if (reason === 'expired') return 'The token has expired meanwhile, as its expiry time says.'
  if (reason !== 'revoked') return 'The reason is another one than the revocation.'
  return resource === 'notes'
    ? 'We apply a revocation at once.'
    : 'It asked us (introspection), and we said that the session is revoked.'
}
