// feature: tokens (this file)
import 'server-only'
import * as z from 'zod'
import { byResourceServer, bySession, schemaOf, withoutLogin } from '@/lib/server/api/openapi/components'
import { form, json, notStored, type Paths } from '@/lib/server/api/openapi/operation'
import { either, oauthRefusal, refusals } from '@/lib/server/api/openapi/refusals'

const TokenRequest = z.object({
  audience: z.string().optional().describe('The service that the token is for. Without it, this API.'),
})

/** RFC 7009 and 7662, section 2.1 of both. The hint is ignored. */
const AboutToken = z.object({ token: z.string().min(1), token_type_hint: z.string().optional() })

const aboutToken = { required: true, content: form(schemaOf(AboutToken)) }

export const tokenPaths: Paths = {
  '/api/token': {
    post: {
      operationId: 'getToken',
      summary: 'An access token for the session of these cookies, of any model.',
      description: 'Revoked with its session. A token cannot be exchanged for another token.',
      tags: ['tokens'],
      security: bySession,
      requestBody: { required: false, content: form(schemaOf(TokenRequest)) },
      responses: {
        200: { description: 'RFC 6749, section 5.1.', headers: notStored, content: json('TokenAnswer') },
        ...either(
          refusals(
            'token_in_query',
            'unauthenticated',
            'revoked',
            'cross_site',
            'session_required',
            'factor_required', // feature: required-factor
            'too_many',
            'unavailable',
          ),
          oauthRefusal('invalid_request', 'invalid_target'),
        ),
      },
    },
  },
  '/api/token/revoke': {
    post: {
      operationId: 'revokeToken',
      summary: 'Ends the session of a token, an access token or a refresh token (RFC 7009).',
      tags: ['tokens'],
      security: withoutLogin,
      requestBody: aboutToken,
      responses: {
        200: { description: 'The token is not valid, or not valid any more.', headers: notStored },
        ...oauthRefusal('invalid_request'),
        ...refusals('cross_site', 'too_many', 'unavailable'),
      },
    },
  },
  '/api/token/introspect': {
    post: {
      operationId: 'introspectToken',
      summary: 'Whether a token and its session are active, and the claims of the token (RFC 7662).',
      tags: ['tokens'],
      security: byResourceServer,
      requestBody: aboutToken,
      responses: {
        200: {
          description: 'The claims of the token, or only that it is not active.',
          headers: notStored,
          content: json('Introspection'),
        },
        ...oauthRefusal('invalid_request'),
        ...oauthRefusal('invalid_client'),
        ...refusals('cross_site', 'too_many', 'unavailable'),
      },
    },
  },
}
