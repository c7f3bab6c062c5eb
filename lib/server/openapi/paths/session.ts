import 'server-only'
import { notStored, renewed } from '@/lib/server/openapi/headers'
import { json, type Paths } from '@/lib/server/openapi/operation'
import { preflight, toCaller } from '@/lib/server/openapi/paths/caller'
import { refusals } from '@/lib/server/openapi/refusals'
import { byCaller, bySession } from '@/lib/server/openapi/security'

export const sessionPaths: Paths = {
  '/api/me': {
    get: {
      operationId: 'getMe',
      summary: 'Who is calling, and by which session.',
      tags: ['session'],
      security: byCaller(),
      responses: {
        200: { description: 'The caller.', headers: notStored, content: json('CallerDescription') },
        ...toCaller(),
      },
    },
    options: preflight({ operationId: 'preflightMe', tags: ['session'] }),
  },
  '/api/session/renew': {
    post: {
      operationId: 'renewSession',
      summary: 'Renews the session of these cookies. Called by the middleware; harmless when called by hand.',
      tags: ['session'],
      security: bySession,
      responses: {
        204: { description: 'Renewed.', headers: { ...renewed, ...notStored } },
        ...refusals('unauthenticated', 'cross_site', 'unavailable'),
      },
    },
  },
}
