import 'server-only'
import type { JsonSchema } from '@/lib/server/api/openapi/schemas'

export interface Header {
  description: string
  /** Whether every answer of this status has it. */
  required: boolean
  schema: JsonSchema
}
export type Headers = Readonly<Record<string, Header>>

const text = (description: string, required = true): Header => ({ description, required, schema: { type: 'string' } })

const challenge = 'How to be let in, or what was wrong with a token: `error` and `scope` (RFC 6750, section 3).'
export const challenged: Headers = { 'WWW-Authenticate': text(challenge) }
/** Of a status under which not every refusal is about a token. */
export const maybeChallenged: Headers = { 'WWW-Authenticate': text(challenge, false) }

export const retryAfterHeader: Headers = {
  'Retry-After': {
    description: 'Seconds until it makes sense to ask again.',
    required: true,
    schema: { type: 'string', pattern: '^[1-9]\\d*$' },
  },
}

export const notStored: Headers = {
  'Cache-Control': { description: 'Nobody keeps it.', required: true, schema: { const: 'no-store' } },
}

export const cacheable: Headers = {
  'Cache-Control': text('Everyone may keep it for a while.'),
}

export const renewed: Headers = { 'Set-Cookie': text('The renewed credentials.') }

/** Of a redirect, which also leads on when nothing was renewed. */
export const maybeRenewed: Headers = { 'Set-Cookie': text('The renewed credentials, if there are any.', false) }

export const ledOn: Headers = { Location: text('One of our own pages.') }

export const located: Headers = { Location: text('The address of what was created, as a path.') }

export const allowing: Headers = {
  Allow: text('The methods that this address takes.'),
  'Access-Control-Allow-Origin': text('The origin, where it is one of those that may call with a token.', false),
}
