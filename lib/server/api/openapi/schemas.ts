import 'server-only'
import * as z from 'zod'
import { CspReport } from '@/lib/server/api/csp-report'
import { HealthReport } from '@/lib/server/api/health'
import { CallerDescription } from '@/lib/server/api/me'
import { NotePage } from '@/lib/server/api/notes/list-notes' // feature: notes
import { Note, NoteInput } from '@/lib/server/api/notes/note' // feature: notes
import { PurgeReport } from '@/lib/server/api/purge'
import { OAuthError } from '@/lib/server/http/oauth-error' // feature: tokens
import { Problem } from '@/lib/server/http/problem'
import { KeySet } from '@/lib/server/tokens/answer-jwks' // feature: tokens
import { TokenAnswer } from '@/lib/server/tokens/answer-token' // feature: tokens
import { Introspection } from '@/lib/server/tokens/introspect-token' // feature: tokens

export type JsonSchema = Record<string, unknown>

/** What handlers parse and answer with, under the names that a reader of the description sees. */
const named = {
  CallerDescription,
  Note, // feature: notes
  NoteInput, // feature: notes
  NotePage, // feature: notes
  TokenAnswer, // feature: tokens
  Introspection, // feature: tokens
  KeySet, // feature: tokens
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

/** A schema that lies here alone, as it is sent: what has a default may be left out. */
export const schemaOf = (schema: z.ZodType): JsonSchema => withoutOwnName(z.toJSONSchema(schema, { io: 'input' }))

/** The dialect is OpenAPI's own (2020-12), and a schema's name is where it lies. */
function withoutOwnName({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema
}
