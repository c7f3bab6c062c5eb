import 'server-only'
import { cacheable } from '@/lib/server/api/openapi/headers'
import type { ApiAnswer, Operation, Paths } from '@/lib/server/api/openapi/operation'
import { refTo } from '@/lib/server/api/openapi/schemas' // feature: tokens
import { nobody } from '@/lib/server/api/openapi/security'
import { keySetType } from '@/lib/server/tokens/answer-jwks' // feature: tokens

/** Of lib/server/http/public.ts. */
function publicly(
  operation: Pick<Operation, 'operationId' | 'summary' | 'tags'>,
  content: ApiAnswer['content'],
): Operation {
  return {
    ...operation,
    security: nobody,
    responses: {
      200: { description: 'For pages of every origin.', headers: cacheable, ...(content && { content }) },
    },
  }
}

export const publicPaths: Paths = {
  // feature: tokens
  '/.well-known/jwks.json': {
    get: publicly(
      { operationId: 'getKeys', summary: 'The keys that verify access tokens (RFC 7517).', tags: ['tokens'] },
      { [keySetType]: { schema: refTo('KeySet') } },
    ),
  },
  // end
  '/api/openapi.json': {
    get: publicly(
      { operationId: 'getDescription', summary: 'This description.', tags: ['running'] },
      { 'application/json': { schema: { type: 'object', required: ['openapi', 'info', 'paths'] } } },
    ),
  },
}
