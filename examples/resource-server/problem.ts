/** All refusals: problem details (RFC 9457), with the challenge of RFC 6750 where a token would help. */

import { policy } from './policy'

interface Problem {
  status: number
  title: string
  /** RFC 6750, section 3.1. */
  error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope'
}

const problems = {
  unauthenticated: { status: 401, title: 'Present an access token in the Authorization header.' },
  token_in_query: {
    status: 400,
    title:
      'A token in an address ends up in logs and histories. Send it in the Authorization header, and revoke this one.',
    error: 'invalid_request',
  },
  malformed: {
    status: 401,
    title: 'The Authorization header is not Bearer and one well-formed token.',
    error: 'invalid_token',
  },
  invalid_token: { status: 401, title: 'This token was not issued for this service.', error: 'invalid_token' },
  expired: { status: 401, title: 'This token has expired. Fetch another one.', error: 'invalid_token' },
  revoked: { status: 401, title: 'The issuer reports that this token is not active.', error: 'invalid_token' },
  insufficient_scope: { status: 403, title: 'This token does not cover this resource.', error: 'insufficient_scope' },
  unavailable: { status: 503, title: 'This token cannot be checked right now. Try again in a moment.' },
  bad_request: { status: 400, title: 'The request is malformed.' },
  not_found: { status: 404, title: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, title: 'This address accepts GET and HEAD only.' },
  internal: { status: 500, title: 'The request failed because of an internal error, which was logged.' },
} as const satisfies Record<string, Problem>

export type ProblemCode = keyof typeof problems

/** `code` is stable; the title is for people. */
export function problem(code: ProblemCode, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, title } = problems[code]
  const extra = status === 503 ? { 'Retry-After': String(policy.pause) } : status === 405 ? { Allow: 'GET, HEAD' } : {}
  return Response.json(
    { type: 'about:blank', title, status, code },
    { status, headers: { 'Content-Type': 'application/problem+json', ...extra, ...headers } },
  )
}

/** @param scope required by the resource; included only where a larger scope would help */
export function refusal(code: ProblemCode, scope: string): Response {
  const { title, error }: Problem = problems[code]
  // No error code for a request without a token (RFC 6750, section 3.1).
  const challenge = error ? `Bearer error="${error}", error_description="${title}"` : 'Bearer'
  const needed = error === 'insufficient_scope' ? `, scope="${scope}"` : ''
  return problem(code, { 'WWW-Authenticate': challenge + needed })
}
