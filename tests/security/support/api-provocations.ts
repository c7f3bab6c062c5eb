import {
  type Ask,
  as,
  asNobody,
  type Call,
  evil,
  json,
  withHeaders,
  withToken,
} from '@/tests/security/support/api-calls'
import { type ApiStage, friend, noteBy } from '@/tests/security/support/api-stage'

/** How to provoke each answer of the API. A new described answer needs an entry here. */
export interface Provocation {
  operationId: string
  status: number
  code: string | null
  ask: Ask
  /** The store that must be unavailable for it. */
  away: 'redis' | 'postgres' | null
}

/** Status, code or null, and the request. */
type Row = readonly [status: number, code: string | null, ask: Ask, away?: Provocation['away']]

export const of = (operationId: string, ...rows: readonly Row[]): readonly Provocation[] =>
  rows.map(([status, code, ask, away = null]) => ({ operationId, status, code, ask, away }))

const body = '{"text":"a note"}'
const calls = {
  me: { path: '/api/me' },
  list: { path: '/api/notes' },
  create: { method: 'POST', path: '/api/notes', headers: json, body },
  get: { path: '/api/notes/{id}' },
  change: { method: 'PATCH', path: '/api/notes/{id}', headers: json, body },
  delete: { method: 'DELETE', path: '/api/notes/{id}' },
  renew: { method: 'POST', path: '/api/session/renew' },
} as const satisfies Record<string, Call>

/** The refusals of every endpoint that checks its caller. */
const toCaller = (call: Call): readonly Row[] => [
  [400, 'token_in_query', asNobody({ ...call, path: `${call.path}?access_token=x` })],
  [401, 'unauthenticated', asNobody(call)],
  [401, 'unauthenticated', asNobody(withHeaders(call, { Cookie: '__Host-stored=forged' }))],
  [401, 'revoked', as('gone', call)],
  [401, 'revoked', withToken('revoked', call)],
  [401, 'expired', withToken('expired', call)],
  [401, 'malformed', asNobody(withHeaders(call, { Authorization: 'Bearer' }))],
  [403, 'factor_required', as('waiting', call)], // feature: required-factor
  [503, 'unavailable', as('editor', call), 'redis'],
]

const toWriter = (call: Call): readonly Row[] => [
  ...toCaller(call),
  [403, 'forbidden', as('member', call)],
  [403, 'cross_site', as('editor', withHeaders(call, evil))],
]

const toSender = (call: Call): readonly Row[] => [
  ...toWriter(call),
  [400, 'invalid', as('editor', { ...call, body: '{}' })],
  [413, 'too_large', as('editor', { ...call, body: JSON.stringify({ text: 'x'.repeat(20_000) }) })],
  [415, 'unsupported_media_type', as('editor', withHeaders(call, { 'Content-Type': 'text/plain' }))],
]

const elsewhere = <T extends Call>(call: T): T => ({ ...call, path: '/api/notes/8a7e0000-0000-4000-8000-000000000000' })

const preflight = (path: string): readonly Row[] => [
  [204, null, asNobody({ method: 'OPTIONS', path })],
  [204, null, asNobody({ method: 'OPTIONS', path, headers: { Origin: friend } })],
]

async function deleteOneMore(stage: ApiStage) {
  const path = `/api/notes/${await noteBy(stage.app, stage.bearer.good)}`
  return as('editor', { ...calls.delete, path })(stage)
}

export const ofSessionsAndNotes: readonly Provocation[] = [
  ...of('getMe', [200, null, as('member', calls.me)], [200, null, withToken('good', calls.me)], ...toCaller(calls.me)),
  ...of('listNotes', [200, null, withToken('good', calls.list)], ...toCaller(calls.list)),
  ...of('listNotes', [400, 'invalid', as('editor', { path: '/api/notes?limit=0&before=x' })]),
  ...of('createNote', [201, null, withToken('good', calls.create)], ...toSender(calls.create)),
  ...of('getNote', [200, null, as('member', calls.get)], ...toCaller(calls.get)),
  ...of('getNote', [404, 'not_found', as('member', elsewhere(calls.get))]),
  ...of('changeNote', [200, null, as('editor', calls.change)], ...toSender(calls.change)),
  ...of('changeNote', [404, 'not_found', as('editor', elsewhere(calls.change))]),
  ...of('deleteNote', [204, null, deleteOneMore], ...toWriter(calls.delete)),
  ...of('deleteNote', [404, 'not_found', as('editor', elsewhere(calls.delete))]),
  ...of('preflightMe', ...preflight('/api/me')),
  ...of('preflightNotes', ...preflight('/api/notes')),
  ...of('preflightNote', ...preflight('/api/notes/{id}')),
  ...of('renewSessionByBrowser', [303, null, as('editor', { path: '/api/session/renew?next=%2Faccount' })]),
  ...of('renewSessionByBrowser', [303, null, as('gone', { path: '/api/session/renew' })]),
  ...of('renewSession', [204, null, as('editor', calls.renew)], [401, 'unauthenticated', as('gone', calls.renew)]),
  ...of('renewSession', [403, 'cross_site', as('editor', withHeaders(calls.renew, evil))]),
  ...of('renewSession', [503, 'unavailable', as('editor', calls.renew), 'redis']),
]
