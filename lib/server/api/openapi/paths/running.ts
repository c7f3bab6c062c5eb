import 'server-only'
import {
  byCron,
  refTo, // feature: tokens
  withoutLogin,
} from '@/lib/server/api/openapi/components'
import {
  type ApiAnswer,
  cacheable,
  json,
  notStored,
  type Operation,
  type Paths,
} from '@/lib/server/api/openapi/operation'
import { refusals } from '@/lib/server/api/openapi/refusals'
import { keySetType } from '@/lib/server/tokens/answer-jwks' // feature: tokens

export const runningPaths: Paths = {
  '/api/health': {
    get: {
      operationId: 'getHealth',
      summary: 'Whether PostgreSQL and Redis are available.',
      tags: ['running'],
      security: withoutLogin,
      responses: {
        200: { description: 'Both are available.', headers: notStored, content: json('HealthReport') },
        503: {
          description: 'At least one is unavailable or misconfigured.',
          headers: notStored,
          content: json('HealthReport'),
        },
      },
    },
  },
  '/api/cron/purge': {
    get: {
      operationId: 'purge',
      summary:
        'Deletes expired rows, and ends sessions that were revoked with all others, in batches. A GET, because the platform’s cron sends one.',
      tags: ['running'],
      security: byCron,
      responses: {
        200: {
          description: 'How many rows were ended and how many deleted.',
          headers: notStored,
          content: json('PurgeReport'),
        },
        ...refusals('unauthenticated', 'unavailable'),
      },
    },
  },
  '/api/csp-report': {
    post: {
      operationId: 'reportViolation',
      summary: 'Receives the reports of browsers about violations of the Content-Security-Policy.',
      tags: ['running'],
      security: withoutLogin,
      requestBody: { required: true, content: json('CspReport', 'application/csp-report') },
      responses: {
        204: { description: 'The answer to every report.', headers: notStored },
        ...refusals('cross_site'),
      },
    },
  },
}

/** An address that answers as lib/server/http/cors.ts does. */
function publicly(
  operation: Pick<Operation, 'operationId' | 'summary' | 'tags'>,
  content: ApiAnswer['content'],
): Operation {
  return {
    ...operation,
    security: withoutLogin,
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
