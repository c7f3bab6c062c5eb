import type { OutgoingHttpHeaders } from 'node:http'
import { expect } from 'vitest'
import { Caller } from '@/tests/security/support/doors'
import type { Answer } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'

type Header = string | string[]
type App = { url: string }

interface Way {
  method: string
  path: string
  scope?: string
  body?: string
}

/**
 * The endpoints that accept a bearer token: with a permission and without, reading and writing, with a response body
 * and without.
 */
const ways: readonly Way[] = [
  { method: 'GET', path: '/api/me' },
  { method: 'HEAD', path: '/api/me' },
  { method: 'GET', path: '/api/notes', scope: 'notes:read' },
  { method: 'POST', path: '/api/notes', scope: 'notes:write', body: '{"text":"by a token"}' },
]

/** Exactly the problem details of RFC 9457: they contain nothing of the request or of the cause. */
const titles = {
  unauthenticated: 'Log in first.',
  revoked: 'This session has been ended. Log in again.',
  expired: 'This session or token has expired. Log in again, or fetch another token.',
  malformed: 'The Authorization header is not "Bearer" and one well-formed token.',
} as const
export type Refusal = keyof typeof titles

function ask(app: App, { method, path, body }: Way, authorization: Header, beside: Visitor | null): Promise<Answer> {
  const caller = beside ? new Caller(app, beside.jar.clone()) : new Caller(app)
  const headers: OutgoingHttpHeaders = { Authorization: authorization }
  return caller.send(method, path, body ? { ...headers, 'Content-Type': 'application/json' } : headers, body)
}

function told({ status, headers, body, setCookies }: Answer) {
  const names = ['content-type', 'www-authenticate', 'cache-control', 'vary']
  return { status, body, setCookies, ...Object.fromEntries(names.map((name) => [name, headers.get(name)])) }
}

/** The answer of each endpoint, in the order above. */
export async function askEveryWay(app: App, authorization: Header, beside: Visitor | null = null) {
  const answers: ReturnType<typeof told>[] = []
  for (const way of ways) answers.push(told(await ask(app, way, authorization, beside)))
  return answers
}

export const refusals = (code: Refusal) => ways.map((way) => refusal(code, way))

function refusal(code: Refusal, { method, scope }: Way) {
  return {
    status: 401,
    body: method === 'HEAD' ? '' : JSON.stringify({ type: 'about:blank', title: titles[code], status: 401, code }),
    setCookies: [],
    'content-type': 'application/problem+json',
    'www-authenticate': `Bearer error="invalid_token"${scope ? `, scope="${scope}"` : ''}`,
    'cache-control': 'no-store',
    // Next adds the headers of its router to Vary.
    vary: expect.stringContaining('Cookie, Authorization'),
  }
}
