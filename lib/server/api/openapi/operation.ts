import 'server-only'
import { type JsonSchema, refTo, type SchemaName, type Security } from '@/lib/server/api/openapi/components'

/** The part of OpenAPI 3.1 that we write: operations by path and method, and their answers by status. */

export type Paths = Readonly<Record<string, Partial<Record<Method, Operation>>>>
type Method = 'get' | 'post' | 'patch' | 'delete' | 'options'

export interface Operation {
  operationId: string
  summary: string
  description?: string
  tags: readonly [Tag]
  security: Security
  parameters?: readonly Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: ApiAnswers
}

export const tags = {
  session: 'Who is calling, and by which session.',
  notes: 'A resource behind permissions, for people and for programs.', // feature: notes
  tokens: 'Access tokens: issued, revoked, introspected, verified.', // feature: tokens
  running: 'Endpoints for the platform, browsers and tools.',
} as const
type Tag = keyof typeof tags

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}

type Content = Readonly<Record<string, { schema: JsonSchema }>>

export interface ApiAnswer {
  description: string
  headers?: Headers
  content?: Content
}
export type ApiAnswers = Readonly<Record<string, ApiAnswer>>

/** One of the named schemas, as JSON. */
export const json = (name: SchemaName, type = 'application/json'): Content => ({ [type]: { schema: refTo(name) } })

/** The body of the OAuth endpoints. */
export const form = (schema: JsonSchema): Content => ({ 'application/x-www-form-urlencoded': { schema } })

export interface Header {
  description: string
  /** Whether every answer of this status has it. */
  required: boolean
  schema: JsonSchema
}
export type Headers = Readonly<Record<string, Header>>

const text = (description: string, required = true): Header => ({ description, required, schema: { type: 'string' } })

const challenge = 'How to authenticate, or what was wrong with a token: `error` and `scope` (RFC 6750, section 3).'
export const challenged: Headers = { 'WWW-Authenticate': text(challenge) }
/** For a status under which not every refusal is about a token. */
export const maybeChallenged: Headers = { 'WWW-Authenticate': text(challenge, false) }

export const retryAfterHeader: Headers = {
  'Retry-After': {
    description: 'Seconds until it makes sense to ask again.',
    required: true,
    schema: { type: 'string', pattern: '^[1-9]\\d*$' },
  },
}

export const notStored: Headers = {
  'Cache-Control': { description: 'No cache may store it.', required: true, schema: { const: 'no-store' } },
}

export const cacheable: Headers = {
  'Cache-Control': text('Any cache may store it for a while.'),
}

export const renewed: Headers = { 'Set-Cookie': text('The renewed credentials.') }

/** For a redirect, which is also sent when nothing was renewed. */
export const maybeRenewed: Headers = { 'Set-Cookie': text('The renewed credentials, if there are any.', false) }

// feature: second-factor
export const givenChallenge: Headers = { 'Set-Cookie': text('Says which challenges this browser was given.') }

// end
export const ledOn: Headers = { Location: text('One of our own pages.') }

export const located: Headers = { Location: text('The address of what was created, as a path.') }

export const allowing: Headers = {
  Allow: text('The methods that this address accepts.'),
  'Access-Control-Allow-Origin': text('The origin, where it is one of those that may call with a token.', false),
}
