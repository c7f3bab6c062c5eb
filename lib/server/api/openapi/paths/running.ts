import 'server-only'
import { notStored } from '@/lib/server/api/openapi/headers'
import { json, type Paths } from '@/lib/server/api/openapi/operation'
import { refusals } from '@/lib/server/api/openapi/refusals'
import { byCron, nobody } from '@/lib/server/api/openapi/security'

export const runningPaths: Paths = {
  '/api/health': {
    get: {
      operationId: 'getHealth',
      summary: 'Whether the stores answer.',
      tags: ['running'],
      security: nobody,
      responses: {
        200: { description: 'Both do.', headers: notStored, content: json('HealthReport') },
        503: { description: 'One does not, or neither.', headers: notStored, content: json('HealthReport') },
      },
    },
  },
  '/api/cron/purge': {
    get: {
      operationId: 'purge',
      summary:
        'Deletes what has long expired, and ends what a cut-off of everyone has left, in batches. A GET, because that is how the platform’s cron calls.',
      tags: ['running'],
      security: byCron,
      responses: {
        200: {
          description: 'How many rows were ended, after everyone was cut off, and how many deleted.',
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
      summary: 'Where browsers tell what the Content-Security-Policy of a page made them refuse.',
      tags: ['running'],
      security: nobody,
      requestBody: { required: true, content: json('CspReport', 'application/csp-report') },
      responses: {
        204: { description: 'Whatever was sent: nobody reads the answer.', headers: notStored },
        ...refusals('cross_site'),
      },
    },
  },
}
