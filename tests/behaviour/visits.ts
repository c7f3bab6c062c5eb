import { expect } from 'vitest'
import type { Gate } from '@/tests/behaviour/differences'
import { actionId } from '@/tests/support/client-router'
import { parseSetCookie } from '@/tests/support/cookie-jar'
import { findForm } from '@/tests/support/forms'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** What users do on the dashboard, and what they see there. */

/** A second client with the same cookies, which ignores Max-Age. */
export function saveCookies(visitor: Visitor): Visitor {
  const saved = new Visitor({ url: visitor.origin })
  for (const { name, value } of visitor.cookies) saved.jar.set(name, value)
  return saved
}

export const namesSet = (answer: Answer) => answer.setCookies.map((line) => parseSetCookie(line)?.name).toSorted()

export const noteOn = (page: Answer) => findForm(page.body, 'note').fields.get('note')

export function visitsOn(page: Answer): number {
  const [, count] = page.body.match(/Visits counted<\/h3><p[^>]*>(\d+)</) ?? []
  return Number(count)
}

/** Milliseconds since 1970. */
export function freshUntilOn(page: Answer): number {
  const [, instant] = page.body.match(/<time dateTime="([^"]+)"/) ?? []
  return Date.parse(instant ?? '')
}

const idle = { outcome: 'idle', note: '' }

/** Calls the action with JavaScript, as the client router does. */
export async function saveNote(app: { dist: string }, visitor: Visitor, note: string, path = '/dashboard') {
  return visitor.callAction(path, { id: await actionId(app, 'saveNoteAction'), fields: { note }, previous: idle })
}

export const logOut = (visitor: Visitor) => visitor.submit('/dashboard', 'Log out')

/** Page, prefetch, handler and action refuse this visitor, none sets a cookie, and pages redirect to the login. */
export async function expectRefused(app: { dist: string }, gate: Gate, visitor: Visitor, code: string): Promise<void> {
  const page = await visitor.get('/dashboard')
  const prefetch = await visitor.get('/dashboard', { 'Next-Router-Prefetch': '1' })
  const handler = await visitor.get('/api/me')
  const renewal = await visitor.send('POST', '/api/session/renew')
  const action = await saveNote(app, visitor, 'by an unauthenticated visitor')

  const login = '/login?next=%2Fdashboard'
  expect(page).toMatchObject({ status: gate.strangerStatus, location: login })
  expect(prefetch).toMatchObject({ status: 307, location: login })
  expect(handler.status).toBe(401)
  expect(handler.json()).toMatchObject({ code })
  expect(renewal.status).toBe(401)
  // The form keeps what was typed: the action answers with an error code instead of a redirect.
  expect(action.headers.get('x-action-redirect')).toBeNull()
  expect(action.body).toContain('"outcome":"ended"')
  for (const answer of [page, prefetch, handler, renewal, action]) expect(answer.setCookies).toEqual([])
}
