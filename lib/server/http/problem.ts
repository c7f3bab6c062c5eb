import 'server-only'
import * as z from 'zod'
import { retryAfter } from '@/lib/errors'
import type { Stranger } from '@/lib/session/open'
import type { Permission } from '@/lib/session/permissions' // feature: tokens

export const problemType = 'application/problem+json'

export const problemCodes = [
  'unauthenticated',
  'revoked',
  'expired',
  'malformed',
  'unavailable',
  'cross_site',
  'too_many',
  'forbidden',
  'session_required',
  'proof_required',
  'factor_required', // feature: required-factor
  'token_in_query',
  'invalid',
  'not_found',
  'unsupported_media_type',
  'too_large',
] as const
export type ProblemCode = (typeof problemCodes)[number]

export const problems: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  unauthenticated: { status: 401, title: 'Log in first.' },
  revoked: { status: 401, title: 'This session has been ended. Log in again.' },
  expired: { status: 401, title: 'This session or token has expired. Log in again, or fetch another token.' },
  malformed: { status: 401, title: 'The Authorization header is not "Bearer" and one well-formed token.' },
  unavailable: { status: 503, title: 'The session cannot be checked right now. Try again in a moment.' },
  // With `Retry-After` in seconds, which the caller sets.
  too_many: { status: 429, title: 'Too many attempts. Try again later.' },
  cross_site: { status: 403, title: 'This request came from another site.' },
  forbidden: { status: 403, title: 'Your role does not allow this.' },
  session_required: { status: 403, title: 'This address accepts the cookie of a session, not a token.' },
  factor_required: { status: 403, title: 'Your role needs a second factor. Log in and set one up first.' }, // feature: required-factor
  proof_required: { status: 403, title: 'Re-authenticate first: log in again.' },
  token_in_query: {
    status: 400,
    title: 'A token in an address ends up in logs and histories. Send it in the Authorization header.',
  },
  invalid: { status: 400, title: 'The request is not valid for this address.' },
  not_found: { status: 404, title: 'There is nothing at this address.' },
  unsupported_media_type: { status: 415, title: 'Send the body as application/json.' },
  too_large: { status: 413, title: 'The body is larger than this address accepts.' },
}

/** RFC 9457. `code` is stable; the title and the sentences in `errors`, by field, are for people. */
export const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  errors: z.record(z.string(), z.string()).readonly().exactOptional(),
})
type Problem = z.infer<typeof Problem>

export function problem(
  code: ProblemCode,
  headers: Record<string, string> = {},
  errors?: Readonly<Record<string, string>>,
): Response {
  const { status, title } = problems[code]
  const retry = status === 503 ? { 'Retry-After': retryAfter } : {}
  const body: Problem = { type: 'about:blank', title, status, code, ...(errors && { errors }) }
  return Response.json(body, { status, headers: { 'Content-Type': problemType, ...retry, ...headers } })
}

export const codeFor: Record<Stranger, ProblemCode> = {
  nothing: 'unauthenticated',
  invalid: 'unauthenticated',
  expired: 'expired',
  malformed: 'malformed',
}

// feature: tokens
interface Challenge {
  error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope'
  description?: string
  /** The scope that a token needs here. */
  scope?: Permission | undefined
}

/** The `WWW-Authenticate` of a resource (RFC 6750, section 3). */
export function challenge({ error, description, scope }: Challenge): string {
  const parameters = Object.entries({ error, error_description: description, scope })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${value}"`)
  return ['Bearer', parameters.join(', ')].filter(Boolean).join(' ')
}
// end
