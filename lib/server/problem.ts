import 'server-only'
import { retryAfter } from '@/lib/errors'
import type { Stranger } from '@/lib/session/open'

export type ProblemCode =
  | 'unauthenticated'
  | 'revoked'
  | 'expired'
  | 'malformed'
  | 'unavailable'
  | 'cross_site'
  | 'too_many'

const problems: Record<ProblemCode, { status: number; title: string }> = {
  unauthenticated: { status: 401, title: 'Log in first.' },
  revoked: { status: 401, title: 'This session has been ended. Log in again.' },
  expired: { status: 401, title: 'This session or token has expired. Log in again, or fetch another token.' },
  malformed: { status: 401, title: 'The Authorization header is not "Bearer" and one well-formed token.' },
  unavailable: { status: 503, title: 'The session cannot be checked right now. Try again in a moment.' },
  // With `Retry-After`, in seconds, by whoever refuses.
  too_many: { status: 429, title: 'Too many tries. Try again later.' },
  cross_site: { status: 403, title: 'This request came from another site.' },
}

/** Problem details (RFC 9457). `code` is stable; the title is for people. */
export function problem(code: ProblemCode, headers: Record<string, string> = {}): Response {
  const { status, title } = problems[code]
  const retry = status === 503 ? { 'Retry-After': retryAfter } : {}
  return Response.json(
    { type: 'about:blank', title, status, code },
    { status, headers: { 'Content-Type': 'application/problem+json', ...retry, ...headers } },
  )
}

export const codeFor: Record<Stranger, ProblemCode> = {
  nothing: 'unauthenticated',
  invalid: 'unauthenticated',
  expired: 'expired',
  malformed: 'malformed',
}
