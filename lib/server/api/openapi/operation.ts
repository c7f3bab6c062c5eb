import 'server-only'
import type { Headers } from '@/lib/server/api/openapi/headers'
import { type JsonSchema, refTo, type SchemaName } from '@/lib/server/api/openapi/schemas'
import type { Security } from '@/lib/server/api/openapi/security'

/** What we write of OpenAPI 3.1: operations by path and method, and their answers by status. */

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
  running: 'What the platform, browsers and tools call.',
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
