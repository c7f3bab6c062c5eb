import 'server-only'
import { refTo, withoutLogin } from '@/lib/server/api/openapi/components'
import {
  type ApiAnswer,
  type ApiAnswers,
  allowing,
  challenged,
  type Headers,
  maybeChallenged,
  notStored,
  type Operation,
  retryAfterHeader,
} from '@/lib/server/api/openapi/operation'
import { type OAuthErrorCode, statusOf } from '@/lib/server/http/oauth-error'
import { type ProblemCode, problems, problemType } from '@/lib/server/http/problem'

/** Refusals with these codes, by status: problem details. */
export function refusals(...codes: readonly ProblemCode[]): ApiAnswers {
  const statuses = [...new Set(codes.map((code) => problems[code].status))]
  return Object.fromEntries(statuses.map((status) => [status, refusal(status, codes)]))
}

function refusal(status: number, all: readonly ProblemCode[]): ApiAnswer {
  const codes = all.filter((code) => problems[code].status === status)
  const schema = { allOf: [refTo('Problem')], properties: { status: { const: status }, code: { enum: codes } } }
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n\n'),
    headers: headersOf(status, codes),
    content: { [problemType]: { schema } },
  }
}

function headersOf(status: number, codes: readonly ProblemCode[]): Headers {
  if (status === 401) return challenged
  if (status === 429 || status === 503) return retryAfterHeader
  return codes.includes('token_in_query') || codes.includes('forbidden') ? maybeChallenged : {}
}

/** Refusals of an OAuth endpoint (RFC 6749, section 5.2). */
export function oauthRefusal(...errors: readonly [OAuthErrorCode, ...OAuthErrorCode[]]): ApiAnswers {
  const status = statusOf(errors[0])
  const schema = { allOf: [refTo('OAuthError')], properties: { error: { enum: errors } } }
  const headers = status === 401 ? { ...challenged, ...notStored } : notStored
  const description = errors.map((error) => `\`${error}\``).join(', ')
  return { [status]: { description, headers, content: { 'application/json': { schema } } } }
}

/** Merges both kinds of refusal. Where they share a status, either may be answered, and only the headers of both are required. */
export function either(some: ApiAnswers, others: ApiAnswers): ApiAnswers {
  const both = Object.entries(some).flatMap(([status, answer]) => {
    const other = others[status]
    return other ? [[status, oneOf(answer, other)] as const] : []
  })
  return { ...some, ...others, ...Object.fromEntries(both) }
}

function oneOf(one: ApiAnswer, other: ApiAnswer): ApiAnswer {
  const headers = Object.entries({ ...one.headers, ...other.headers }).map(
    ([name, header]) =>
      [
        name,
        { ...header, required: Boolean(one.headers?.[name]?.required && other.headers?.[name]?.required) },
      ] as const,
  )
  return {
    description: `${one.description}\n\n${other.description}`,
    headers: Object.fromEntries(headers),
    content: { ...one.content, ...other.content },
  }
}

/** The refusals of every address that checks a caller: lib/server/guards/answer-caller.ts. */
export const toCaller = (...more: readonly ProblemCode[]): ApiAnswers =>
  refusals(
    ...(['token_in_query', 'unauthenticated', 'revoked', 'expired', 'malformed', 'unavailable'] as const),
    'factor_required', // feature: required-factor
    ...more,
  )

/** For an address that pages of other origins may call with a token: lib/server/http/cors.ts. */
export const preflight = (more: Pick<Operation, 'operationId' | 'tags' | 'parameters'>): Operation => ({
  ...more,
  summary: 'The preflight that a browser sends before a request with a token (CORS). Cookies are never allowed.',
  security: withoutLogin,
  responses: {
    204: { description: 'The allowed methods, and whether the origin may use them.', headers: allowing },
  },
})
