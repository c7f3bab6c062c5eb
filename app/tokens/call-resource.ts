import { ask, fieldOf, later, type Reply, textOf } from '@/app/tokens/ask'
import type { Resource } from '@/app/tokens/resources'
import { listOf, plural } from '@/app/ui/in-words'

export type CallOutcome = 'accepted' | 'refused' | 'undecided'

export interface Call {
  id: string
  resource: Resource['id']
  /** Whether the session had been taken back by then. */
  isAfter: boolean
  outcome: CallOutcome
  /** Null: no answer. */
  status: number | null
  /** Of the round trip, until the last byte. */
  milliseconds: number | null
  /** In words, for the reader: who decided, or why nobody did. */
  account: string
  /** `check.by` of what was accepted, the problem's code of what was refused. */
  reason: string | null
  /** RFC 6750, section 3. */
  challenge: string | null
}

/** Presents the token in the Authorization header, and no cookie: the token alone decides. */
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
  if (reply.status === 429 || reply.status === 503) return `It could not decide just now. Try again ${later(reply)}.`
  if (outcome === 'undecided') return 'It said nothing about the token.'

  const list = fieldOf(reply.body, resource.id)
  const found = Array.isArray(list) ? `, and gave ${plural(list.length, resource.unit)}` : ''
  return `Decided by ${decidedBy(reply)}${found}.`
}

/** `fetch` says the same about both, so that a page cannot explore a network. */
const noAnswer = ({ audience }: Resource) =>
  audience === null
    ? 'No answer: the network is away, or we are.'
    : 'No answer: the service is away, or does not list our origin as one whose pages may read its answers (CORS). The browser does not tell a page which.'

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

/** What a call after the revocation has shown, as a sentence. */
export function resultOf(call: Call): string {
  if (call.outcome === 'accepted') return accepted(call)
  if (call.outcome === 'refused') return refused(call)
  return 'It said nothing about the token. Call again.'
}

function accepted({ resource, reason }: Call): string {
  if (resource === 'notes') return 'Our copy of what was revoked may be a second old. Call again.'
  if (reason === 'local') return 'It asks nobody, so it cannot know, and goes on until the token expires.'
  return reason === 'introspection' ? 'It asked us, and was told that the token is good.' : 'It goes on.'
}

function refused({ resource, reason }: Call): string {
  if (reason === 'expired') return 'By now the token has expired, which anyone can read in it.'
  if (reason !== 'revoked') return 'It has another reason than the revocation.'
  return resource === 'notes' ? 'We know what we have revoked, at once.' : 'It asked us, and was told at once.'
}
