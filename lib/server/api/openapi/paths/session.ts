import 'server-only'
import {
  byCaller,
  bySession,
  withoutLogin, // feature: second-factor
} from '@/lib/server/api/openapi/components'
import {
  givenChallenge, // feature: second-factor
  json,
  ledOn,
  maybeRenewed,
  notStored,
  type Paths,
  renewed,
} from '@/lib/server/api/openapi/operation'
import { preflight, refusals, toCaller } from '@/lib/server/api/openapi/refusals'

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
      summary:
        'Renews the session of these cookies, and redirects back to the page. The middleware redirects browsers here.',
      tags: ['session'],
      security: bySession,
      parameters: [
        {
          ...{ name: 'next', in: 'query', required: false, schema: { type: 'string' } },
          description: 'Path and query of one of our own pages. Any other value redirects to the dashboard.',
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
  // feature: second-factor
  '/api/passkeys/options': {
    post: {
      operationId: 'getPasskeyOptions',
      summary: 'The options with which a page asks the browser for a passkey, of any account (WebAuthn).',
      tags: ['session'],
      security: withoutLogin,
      responses: {
        200: {
          description: 'A new challenge, which works once, for five minutes.',
          headers: { ...givenChallenge, ...notStored },
          content: json('PasskeyOptions'),
        },
        ...refusals('cross_site'),
      },
    },
  },
  // end
}
