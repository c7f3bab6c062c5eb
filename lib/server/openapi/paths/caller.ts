import 'server-only'
import { allowing } from '@/lib/server/openapi/headers'
import type { Answers, Operation } from '@/lib/server/openapi/operation'
import { refusals } from '@/lib/server/openapi/refusals'
import { nobody } from '@/lib/server/openapi/security'
import type { ProblemCode } from '@/lib/server/problem'

/** What may come back wherever a caller is checked: lib/server/answer-caller.ts. */
export const toCaller = (...more: readonly ProblemCode[]): Answers =>
  refusals('token_in_query', 'unauthenticated', 'revoked', 'expired', 'malformed', 'unavailable', ...more)

/** Of an address that pages of other origins may call with a token: lib/server/cors.ts. */
export const preflight = (more: Pick<Operation, 'operationId' | 'tags' | 'parameters'>): Operation => ({
  ...more,
  summary: 'What a browser asks before it sends a token along (CORS). Cookies are never shared.',
  security: nobody,
  responses: {
    204: { description: 'Which methods there are, and whether the origin may use them.', headers: allowing },
  },
})
