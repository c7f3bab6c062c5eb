import 'server-only'
import * as z from 'zod'
import { CspReport } from '@/lib/server/api/csp-report'
import { HealthReport } from '@/lib/server/api/health'
import { CallerDescription } from '@/lib/server/api/me'
import { Note, NoteInput, NotePage } from '@/lib/server/api/notes/notes' // feature: notes
import { PurgeReport } from '@/lib/server/api/purge'
import { OAuthError } from '@/lib/server/http/oauth-error' // feature: tokens
import { Problem } from '@/lib/server/http/problem'
import { PasskeyOptions } from '@/lib/server/second-factor/answer-passkey-options' // feature: second-factor
import { Introspection } from '@/lib/server/tokens/answer-introspection' // feature: tokens
import { KeySet } from '@/lib/server/tokens/answer-jwks' // feature: tokens
import { TokenAnswer } from '@/lib/server/tokens/answer-token' // feature: tokens
import { cookieNames } from '@/lib/session/cookies'
import type { Permission } from '@/lib/session/permissions'

export type JsonSchema = Record<string, unknown>

/** The schemas of the handlers, under the names that a reader of the description sees. */
const named = {
  CallerDescription,
  Note, // feature: notes
  NoteInput, // feature: notes
  NotePage, // feature: notes
  TokenAnswer, // feature: tokens
  Introspection, // feature: tokens
  KeySet, // feature: tokens
  PasskeyOptions, // feature: second-factor
  HealthReport,
  PurgeReport,
  CspReport,
  OAuthError, // feature: tokens
  Problem,
}
export type SchemaName = keyof typeof named

const addressOf = (name: string) => `#/components/schemas/${name}`

export const refTo = (name: SchemaName): JsonSchema => ({ $ref: addressOf(name) })

/** One registry for all, so that a schema within another becomes a reference. */
export function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: addressOf })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutOwnName(schema)]))
}

/** A schema outside the components, in its input form: a field with a default is optional. */
export const schemaOf = (schema: z.ZodType): JsonSchema => withoutOwnName(z.toJSONSchema(schema, { io: 'input' }))

/** OpenAPI's own dialect (2020-12) applies, and a schema's place in the document is its id. */
function withoutOwnName({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema
}

/** Any one of these is enough. */
export type Security = readonly Readonly<Record<string, readonly string[]>>[]

const cookieSchemes = {
  sealed: 'The session itself, encrypted and authenticated.', // model: sealed
  stored: 'A reference to a session in the database.', // model: stored
  signed: 'An access token. Expires; then the refresh token decides.', // model: signed
  refresh: 'A refresh token, which renews the session.', // model: signed
} as const satisfies Record<keyof typeof cookieNames, string>

const sessionCookies = Object.entries(cookieSchemes).map(
  ([name, description]) => [name, { type: 'apiKey', in: 'cookie', name: nameOf(name), description }] as const,
)

function nameOf(scheme: string): string {
  return Object.entries(cookieNames).find(([name]) => name === scheme)?.[1] ?? scheme
}

export const securitySchemes = {
  ...Object.fromEntries(sessionCookies),
  // feature: tokens
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token (RFC 9068) from POST /api/token. Never in the query string (RFC 6750, section 2.3).',
  },
  resourceServer: {
    type: 'http',
    scheme: 'basic',
    description:
      'Id and secret of the registered resource server, each encoded as in a form (RFC 6749, section 2.3.1).',
  },
  // end
  cronSecret: { type: 'http', scheme: 'bearer', description: 'The deployment’s CRON_SECRET.' },
}

export const withoutLogin: Security = []
export const bySession: Security = sessionCookies.map(([name]) => ({ [name]: [] }))
export const byResourceServer: Security = [{ resourceServer: [] }] // feature: tokens
export const byCron: Security = [{ cronSecret: [] }]

/** By the cookie of a session or by a token; either must have this permission. */
export const byCaller = (permission?: Permission): Security => [
  ...bySession,
  { bearer: permission === undefined ? [] : [permission] }, // feature: tokens
]
