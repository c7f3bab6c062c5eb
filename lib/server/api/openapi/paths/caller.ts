import 'server-only'
import { allowing } from '@/lib/server/api/openapi/headers'
import type { ApiAnswers, Operation } from '@/lib/server/api/openapi/operation'
import { refusals } from '@/lib/server/api/openapi/refusals'
import { nobody } from '@/lib/server/api/openapi/security'
import type { ProblemCode } from '@/lib/server/http/problem'

/** What may come back wherever a caller is checked: lib/server/guards/answer-caller.ts. */
export const toCaller = (...more: readonly ProblemCode[]): ApiAnswers =>
  refusals('token_in_query', 'unauthenticated', 'revoked', 'expired', 'malformed', 'unavailable', ...more)

/** Of an address that pages of other origins may call with a token: lib/server/http/cors.ts. */
export const preflight = (more: Pick<Operation, 'operationId' | 'tags' | 'parameters'>): Operation => ({
  ...more,
  summary: 'What a browser asks before it sends a token along (CORS). Cookies are never shared.',
  security: nobody,
  responses: {
    204: { description: 'Which methods there are, and whether the origin may use them.', headers: allowing },
  },
})
