import type { OutgoingHttpHeaders } from 'node:http'
import type { ApiStage } from '@/tests/security/support/api-stage'
import { type Answer, request } from '@/tests/support/request'

/** A request to the API. `{id}` in a path stands for a note that exists. */
export interface Call {
  method?: string
  path: string
  body?: string
  headers?: OutgoingHttpHeaders
}

export type Ask = (stage: ApiStage) => Promise<Answer>

export const json = { 'Content-Type': 'application/json' }
export const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
export const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

/** A client without credentials other than its headers. */
export const asNobody =
  ({ path, headers = {}, ...question }: Call): Ask =>
  ({ app, noteId }) =>
    request(app.url, path.replace('{id}', noteId), { ...question, headers })

// feature: required-factor
type Who = 'editor' | 'member' | 'gone' | 'waiting'
// end, otherwise: type Who = 'editor' | 'member' | 'gone'

/** A client with the cookies of a session. */
export const as =
  (who: Who, { method = 'GET', path, headers, body }: Call): Ask =>
  (stage) =>
    stage[who].send(method, path.replace('{id}', stage.noteId), headers, body)

/** A client with a token. */
export const withToken =
  (which: keyof ApiStage['bearer'], call: Call): Ask =>
  (stage) =>
    asNobody(withHeaders(call, { Authorization: `Bearer ${stage.bearer[which]}` }))(stage)

export const withHeaders = (call: Call, headers: OutgoingHttpHeaders): Call => ({
  ...call,
  headers: { ...call.headers, ...headers },
})

/** Further requests: each must get a described answer. */
export const oddCalls: Readonly<Record<string, Omit<Call, 'path'>>> = {
  'no body': { body: '' },
  'a body of another kind': { headers: { 'Content-Type': 'application/xml' }, body: '<a/>' },
  'a body with the type JSON that is no JSON': { headers: { 'Content-Type': 'application/json' }, body: '{"text":' },
  'a form that is too long': {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `token=${'x'.repeat(40_000)}`,
  },
  'a forged token': { headers: { Authorization: 'Bearer e30.e30.e30' } },
  'credentials of another scheme': { headers: { Authorization: 'Basic eDp5' } },
  'a forged cookie': { headers: { Cookie: '__Host-sealed=Fe26.2*1*a*b*c**d*e~2' } },
  'an Accept header for images': { headers: { Accept: 'image/png' } },
}
