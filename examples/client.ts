/**
 * A program that uses the API on behalf of a person. Logs in by the form, as a browser without JavaScript would, gets an
 * access token for its session, and looks at the notes until it is stopped. Nothing but Node; copy what you need.
 *
 *   ORIGIN=http://localhost:3000 EMAIL=ada@example.com PASSWORD=... MODEL=signed npx tsx examples/client.ts
 *
 * Ends with 0 when it was told to (Ctrl-C), 2 when its session was ended elsewhere, 1 when something else was in the way.
 */

import { setTimeout as sleep } from 'node:timers/promises'

const { ORIGIN = 'http://localhost:3000', EMAIL = '', PASSWORD = '', MODEL = 'signed' } = process.env

/** Why there is no going on, as a sentence for a person. */
class Stop extends Error {
  readonly exitCode: number = 1
}
class SessionEnded extends Stop {
  override readonly exitCode = 2
}

/** The session lives in cookies. They only ever travel to `/login` and `/api/token`. */
const cookies = new Map<string, string>()
let accessToken = ''

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, ORIGIN), { redirect: 'manual', signal: AbortSignal.timeout(10_000), ...init })
  } catch {
    throw new Stop(`There is no answer from ${ORIGIN}. Is the application running?`)
  }
}

/** Sends our cookies along, and keeps those that come back: a session is renewed on its way. */
async function askWithCookies(path: string, init: RequestInit = {}): Promise<Response> {
  const Cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
  const response = await ask(path, { ...init, headers: { Cookie } })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/; *max-age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
  return response
}

async function logIn(): Promise<void> {
  const form = hiddenFields(await (await askWithCookies('/login')).text())
  for (const [name, value] of Object.entries({ email: EMAIL, password: PASSWORD, model: MODEL })) form.set(name, value)

  const answer = await askWithCookies('/login', { method: 'POST', body: form })
  // A form that was accepted leads somewhere. One that was not is shown again.
  if (answer.ok) throw new Stop('The login was refused: e-mail, password or model is wrong, or too many tries.')
  if (answer.status !== 303) throw new Stop(`The login failed: HTTP ${answer.status}.`)
}

/** Next's own fields say which action a form is for. */
function hiddenFields(html: string): FormData {
  const form = new FormData()
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)) {
    form.append(decode(name), decode(value))
  }
  return form
}

const characters: Readonly<Record<string, string>> = { quot: '"', '#x27': "'", lt: '<', gt: '>', amp: '&' }
const decode = (html: string) => html.replace(/&(#?\w+);/g, (entity, name: string) => characters[name] ?? entity)

/** With the token; should it not be accepted any more, once again with a new one. */
async function call(path: string): Promise<unknown> {
  const withToken = () => ask(path, { headers: { Authorization: `Bearer ${accessToken}` } })
  const response = await withToken()
  if (response.status !== 401) return read(response)

  await fetchToken()
  return read(await withToken())
}

/** In exchange for the session, which is also renewed by this when it is time. It is asked here whether it still stands. */
async function fetchToken(): Promise<void> {
  accessToken = String(at(await read(await askWithCookies('/api/token', { method: 'POST' })), 'access_token'))
  console.log('A new access token.')
}

/** What was answered, or why not: errors are problem details (RFC 9457). */
async function read(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body

  const reason = String(at(body, 'title') ?? at(body, 'error_description') ?? `HTTP ${response.status}`)
  throw response.status === 401 ? new SessionEnded(reason) : new Stop(reason)
}

/** A value inside an answer, whatever shape that has. */
function at(value: unknown, ...names: string[]): unknown {
  return names.reduce((inside, name) => (inside instanceof Object ? Reflect.get(inside, name) : undefined), value)
}

const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort())

try {
  await logIn()
  await fetchToken()
  const me = await call('/api/me')
  console.log(`Logged in as ${at(me, 'user', 'name')}, by a ${at(me, 'session', 'model')} session.`)

  while (!stopping.signal.aborted) {
    const notes = at(await call('/api/notes'), 'notes')
    console.log(`${new Date().toISOString()} ${Array.isArray(notes) ? notes.length : 'no'} notes`)
    await sleep(2000, null, stopping).catch(() => undefined)
  }
  // Whoever began a session ends it: a token that is revoked takes its session along (RFC 7009).
  await fetchToken()
  await read(await ask('/api/token/revoke', { method: 'POST', body: new URLSearchParams({ token: accessToken }) }))
  console.log('Logged out.')
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
