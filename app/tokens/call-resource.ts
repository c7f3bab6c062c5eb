import { ask, type Reply } from '@/app/tokens/ask'
import { decidedBy } from '@/app/tokens/decided-by'
import { fieldOf, textOf } from '@/app/tokens/field-of'
import type { Resource } from '@/app/tokens/resources'
import { later } from '@/app/tokens/why-not'
import { plural } from '@/app/ui/in-words'

export type Outcome = 'accepted' | 'refused' | 'undecided'

export interface Call {
  id: string
  resource: Resource['id']
  /** Whether the session had been taken back by then. */
  isAfter: boolean
  outcome: Outcome
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

function outcomeOf(reply: Reply | null): Outcome {
  if (reply?.status === 200) return 'accepted'
  return reply?.status === 401 || reply?.status === 403 ? 'refused' : 'undecided'
}

function accountOf(reply: Reply | null, outcome: Outcome, resource: Resource): string {
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
