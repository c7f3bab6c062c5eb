import 'server-only'
import { ledOn, maybeRenewed, notStored, renewed } from '@/lib/server/api/openapi/headers'
import { json, type Paths } from '@/lib/server/api/openapi/operation'
import { preflight, toCaller } from '@/lib/server/api/openapi/paths/caller'
import { refusals } from '@/lib/server/api/openapi/refusals'
import { byCaller, bySession } from '@/lib/server/api/openapi/security'

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
    get: {
      operationId: 'renewSessionByBrowser',
      summary: 'Renews the session of these cookies, and leads back to the page. The middleware sends browsers here.',
      tags: ['session'],
      security: bySession,
      parameters: [
        {
          ...{ name: 'next', in: 'query', required: false, schema: { type: 'string' } },
          description: 'Path and query of one of our own pages. Anything else leads to the dashboard.',
        },
      ],
      responses: {
        303: {
          description: 'Back to the page, or to the login when the session is over.',
          headers: { ...ledOn, ...maybeRenewed, ...notStored },
        },
      },
    },
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
