import type { LimitName } from '@/lib/server/limits/limits'
import {
  type Ask,
  as,
  asNobody,
  type Call,
  evil,
  form,
  json,
  withHeaders,
  withToken,
} from '@/tests/security/support/api-calls'
import { of, type Provocation } from '@/tests/security/support/api-provocations'
import { type ApiStage, crowd, service } from '@/tests/security/support/api-stage'

const token = { method: 'POST', path: '/api/token', headers: form } as const
const revocation = { method: 'POST', path: '/api/token/revoke', headers: form, body: 'token=nonsense' } as const
const introspection = { method: 'POST', path: '/api/token/introspect', headers: form, body: 'token=nonsense' } as const

const asService =
  (call: Call): Ask =>
  (stage) =>
    asNobody(withHeaders(call, { Authorization: stage.basic }))(stage)

const about =
  (which: keyof ApiStage['bearer']): Ask =>
  (stage) =>
    asService({ ...introspection, body: `token=${stage.bearer[which]}` })(stage)

/** One request to create the counter, and one over the limit. */
const tooOften =
  (limit: LimitName, ask: Ask): Ask =>
  async (stage) => {
    await ask(stage)
    await crowd(limit)
    return ask(stage)
  }

const ofTokens: readonly Provocation[] = [
  ...of(
    'getToken',
    [200, null, as('editor', token)],
    [200, null, as('editor', { ...token, body: `audience=${service}` })],
  ),
  ...of('getToken', [400, 'token_in_query', as('editor', { ...token, path: '/api/token?access_token=x' })]),
  ...of('getToken', [400, 'invalid_request', as('editor', { ...token, headers: json, body: '{}' })]),
  ...of('getToken', [400, 'invalid_request', as('editor', { ...token, body: 'audience=a&audience=b' })]),
  ...of('getToken', [400, 'invalid_target', as('editor', { ...token, body: 'audience=https://evil.example' })]),
  ...of('getToken', [401, 'unauthenticated', asNobody(token)], [401, 'revoked', as('gone', token)]),
  ...of('getToken', [403, 'factor_required', as('waiting', token)]), // feature: required-factor
  ...of('getToken', [403, 'session_required', withToken('good', token)]),
  ...of('getToken', [403, 'cross_site', as('editor', withHeaders(token, evil))]),
  ...of(
    'getToken',
    [429, 'too_many', tooOften('accessToken', as('editor', token))],
    [503, 'unavailable', as('editor', token), 'redis'],
  ),
]

/** Its session ends in Postgres, but the revocation could not be published to Redis. */
const revokeSpare: Ask = (stage) => asNobody({ ...revocation, body: `token=${stage.bearer.spare}` })(stage)

const ofRevocation: readonly Provocation[] = [
  ...of(
    'revokeToken',
    [200, null, asNobody(revocation)],
    [400, 'invalid_request', asNobody({ ...revocation, body: '' })],
  ),
  ...of('revokeToken', [403, 'cross_site', asNobody(withHeaders(revocation, evil))]),
  ...of('revokeToken', [429, 'too_many', tooOften('revocation', asNobody(revocation))]),
  ...of('revokeToken', [503, 'unavailable', revokeSpare, 'redis']),
]

const ofIntrospection: readonly Provocation[] = [
  ...of(
    'introspectToken',
    [200, null, about('good')],
    [200, null, about('revoked')],
    [200, null, asService(introspection)],
  ),
  ...of('introspectToken', [400, 'invalid_request', asService({ ...introspection, body: 'token=' })]),
  ...of('introspectToken', [401, 'invalid_client', asNobody(introspection)]),
  ...of('introspectToken', [403, 'cross_site', asService(withHeaders(introspection, evil))]),
  ...of('introspectToken', [429, 'too_many', tooOften('clientSecret', asNobody(introspection))]),
  ...of('introspectToken', [503, 'unavailable', about('good'), 'redis']),
]

export const ofEveryToken = [...ofTokens, ...ofRevocation, ...ofIntrospection]
