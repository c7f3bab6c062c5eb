/**
 * A program that uses the API on behalf of a user. Logs in with the form, like a browser without JavaScript, gets an
 * access token for its session, and reads the notes until it is stopped. Needs only Node; copy the parts that you need.
 *
 *   ORIGIN=http://localhost:3000 EMAIL=ada@example.com PASSWORD=... MODEL=signed npx tsx examples/client.ts
 *
 * Exit code 0 after Ctrl-C, 2 when its session was ended elsewhere, 1 after any other failure.
 */

import { setTimeout as sleep } from 'node:timers/promises'

const { ORIGIN = 'http://localhost:3000', EMAIL = '', PASSWORD = '', MODEL = 'signed' } = process.env

/** Why the program cannot continue, as a sentence for a person. */
class Stop extends Error {
  readonly exitCode: number = 1
}
class SessionEnded extends Stop {
  override readonly exitCode = 2
}

/** The session lives in cookies. They are only sent to `/login` and `/api/token`. */
const cookies = new Map<string, string>()
let accessToken = ''

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, ORIGIN), { redirect: 'manual', signal: AbortSignal.timeout(10_000), ...init })
  } catch {
    throw new Stop(`There is no answer from ${ORIGIN}. Is the application running?`)
  }
}

/** Sends our cookies, and stores those of the answer: a request may renew the session. */
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
  // An accepted form is answered with a redirect. A refused one is shown again.
  if (answer.ok) throw new Stop('The login was refused: e-mail, password or model is wrong, or too many attempts.')
  if (answer.status !== 303) throw new Stop(`The login failed: HTTP ${answer.status}.`)
}

/** Next's own fields name the action of a form. */
function hiddenFields(html: string): FormData {
  const form = new FormData()
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)) {
    form.append(decode(name), decode(value))
  }
  return form
}

const characters: Readonly<Record<string, string>> = { quot: '"', '#x27': "'", lt: '<', gt: '>', amp: '&' }
const decode = (html: string) => html.replace(/&(#?\w+);/g, (entity, name: string) => characters[name] ?? entity)

/** Calls the API with the token. If it is no longer accepted, calls once more with a new one. */
async function call(path: string): Promise<unknown> {
  const withToken = () => ask(path, { headers: { Authorization: `Bearer ${accessToken}` } })
  const response = await withToken()
  if (response.status !== 401) return read(response)

  await fetchToken()
  return read(await withToken())
}

/** Exchanges the session for a token. This also renews the session when due, and fails if it was revoked. */
async function fetchToken(): Promise<void> {
  accessToken = String(at(await read(await askWithCookies('/api/token', { method: 'POST' })), 'access_token'))
  console.log('A new access token.')
}

/** Returns the body of an answer, or throws its reason: errors are problem details (RFC 9457). */
async function read(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body

  const reason = String(at(body, 'title') ?? at(body, 'error_description') ?? `HTTP ${response.status}`)
  throw response.status === 401 ? new SessionEnded(reason) : new Stop(reason)
}

/** A value inside an answer of unknown shape. */
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
  // A program ends the session that it has started: revoking a token ends its session (RFC 7009).
  await fetchToken()
  await read(await ask('/api/token/revoke', { method: 'POST', body: new URLSearchParams({ token: accessToken }) }))
  console.log('Logged out.')
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
