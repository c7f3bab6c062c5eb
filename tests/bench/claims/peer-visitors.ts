import * as z from 'zod'
import type { Peers } from '@/tests/bench/claims/peers'
import { Visitor } from '@/tests/support/visitor'

export const libraries = ['iron-session', 'better-auth-table', 'better-auth-cache', 'auth-js'] as const
/** The last is no library: JSON in a cookie, as textbooks warn of it. */
export type Peer = (typeof libraries)[number] | 'plain-cookie'

/** The route that answers who is asking. */
export const whoOf = (peer: Peer) =>
  peer === 'iron-session' || peer === 'plain-cookie' ? `/api/${peer}` : `/api/${peer}/who`

const email = 'linus@example.com'
const json = { 'Content-Type': 'application/json' }
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }

/** @throws when the library does not recognise its own session afterwards */
export async function logInAt(peers: Pick<Peers, 'url' | 'password'>, peer: Peer): Promise<Visitor> {
  const visitor = new Visitor(peers)
  await logIn[peer](visitor, peers.password)
  const { status, body } = await visitor.get(whoOf(peer))
  if (status !== 200) throw new Error(`${peer} does not know who has just logged in: ${status} ${body}`)
  return visitor
}

type LogIn = (visitor: Visitor, password: string) => Promise<unknown>

const logIn: Readonly<Record<Peer, LogIn>> = {
  'plain-cookie': (visitor, password) => visitor.send('POST', '/api/plain-cookie', json, JSON.stringify({ password })),
  'iron-session': (visitor, password) => visitor.send('POST', '/api/iron-session', json, JSON.stringify({ password })),
  'better-auth-table': logInToBetterAuth('better-auth-table'),
  'better-auth-cache': logInToBetterAuth('better-auth-cache'),
  'auth-js': async (visitor, password) =>
    visitor.send('POST', '/api/auth-js/callback/credentials', form, await withCsrfToken(visitor, { password })),
}

/** Signs up where the account does not exist yet: signing up logs in. */
function logInToBetterAuth(peer: Peer): LogIn {
  return async (visitor, password) => {
    const headers = { ...json, Origin: visitor.origin }
    const post = (path: string, fields: object) =>
      visitor.send('POST', `/api/${peer}${path}`, headers, JSON.stringify({ email, password, ...fields }))
    const known = await post('/sign-in/email', {})
    return known.status === 200 ? known : post('/sign-up/email', { name: 'Linus' })
  }
}

const Csrf = z.object({ csrfToken: z.string() })

async function withCsrfToken(visitor: Visitor, fields: Readonly<Record<string, string>>): Promise<string> {
  const { csrfToken } = Csrf.parse((await visitor.send('GET', '/api/auth-js/csrf')).json())
  return new URLSearchParams({ ...fields, csrfToken }).toString()
}

/** As the library documents it. @throws when it leaves a cookie that it still accepts in the browser */
export async function logOutAt(visitor: Visitor, peer: Peer): Promise<void> {
  const { origin: Origin } = visitor
  if (peer === 'iron-session' || peer === 'plain-cookie') await visitor.send('DELETE', `/api/${peer}`)
  else if (peer === 'auth-js')
    await visitor.send('POST', '/api/auth-js/signout', form, await withCsrfToken(visitor, {}))
  else await visitor.send('POST', `/api/${peer}/sign-out`, { ...json, Origin }, '{}')

  const { status } = await visitor.get(whoOf(peer))
  if (status !== 401) throw new Error(`${peer}: ${status} after the logout`)
}
