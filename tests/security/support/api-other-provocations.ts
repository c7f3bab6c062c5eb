import { type Ask, asNobody, evil, withHeaders } from '@/tests/security/support/api-calls'
import { of, type Provocation } from '@/tests/security/support/api-provocations'

const purge = { path: '/api/cron/purge' }
const asCron: Ask = (stage) => asNobody(withHeaders(purge, { Authorization: `Bearer ${stage.cronSecret}` }))(stage)
const passkeys = { method: 'POST', path: '/api/passkeys/options' } // feature: second-factor
const report = {
  method: 'POST',
  path: '/api/csp-report',
  headers: { 'Content-Type': 'application/csp-report' },
  body: '{}',
}

export const ofTheRest: readonly Provocation[] = [
  ...of('getKeys', [200, null, asNobody({ path: '/.well-known/jwks.json' })]),
  ...of('getDescription', [200, null, asNobody({ path: '/api/openapi.json' })]),
  ...of(
    'getHealth',
    [200, null, asNobody({ path: '/api/health' })],
    [503, null, asNobody({ path: '/api/health' }), 'redis'],
  ),
  ...of(
    'purge',
    [200, null, asCron],
    [401, 'unauthenticated', asNobody(purge)],
    [503, 'unavailable', asCron, 'postgres'],
  ),
  // feature: second-factor
  ...of(
    'getPasskeyOptions',
    [200, null, asNobody(passkeys)],
    [403, 'cross_site', asNobody(withHeaders(passkeys, evil))],
  ),
  // end
  ...of('reportViolation', [204, null, asNobody(report)], [403, 'cross_site', asNobody(withHeaders(report, evil))]),
]
