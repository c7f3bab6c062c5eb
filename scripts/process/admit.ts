import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { closedPolicy, constantHeaders } from '@/lib/constant-headers.js'

/** Headers for internal use: "the middleware ran already" (CVE-2025-29927), "render this path instead", and our trace. */
const internalHeaders = /^x-(middleware-|invoke-|matched-path$|now-route-matches$|check-trace$)/

function decodes(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

/** The state of the client router. Next throws at a broken one, and hides the header from the middleware. */
function hasReadableState({ 'next-router-state-tree': state }: IncomingHttpHeaders): boolean {
  try {
    parseAndValidateFlightRouterState(state)
    return true
  } catch {
    return false
  }
}

type Refusal = { status: number; text: string; headers?: Record<string, string> }

/** Refuses requests that would end in a 500 inside Next. */
function refusalOf({ method, url = '', headers }: IncomingMessage): Refusal | null {
  if (method === 'TRACE') {
    return { status: 405, text: 'Method Not Allowed', headers: { Allow: 'GET, HEAD, POST, OPTIONS' } }
  }
  const [path = ''] = url.split('?')
  if (!path.startsWith('/') || !decodes(path) || !hasReadableState(headers)) return { status: 400, text: 'Bad Request' }
  return null
}

/** As every proxy does: the last hop of X-Forwarded-For is an address that we saw (TRUSTED_PROXY_HOPS counts from there). */
function appendSender({ headers, socket }: IncomingMessage): void {
  const hops = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean)
  headers['x-forwarded-for'] = hops.join(', ')
}

/** For the log: the request id of a proxy, or a new one, and the path without its query, which may contain a token. */
function nameRequest({ headers, url = '' }: IncomingMessage): void {
  const given = String(headers['x-request-id'] ?? '')
  headers['x-request-id'] = /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID()
  headers['x-request-path'] = url.split('?')[0]
}

/** Node keeps the first of several headers, of which a proxy may have checked another one: joined, they are not a valid token. */
function joinAuthorization({ headers, headersDistinct: { authorization = [] } }: IncomingMessage): void {
  if (authorization.length > 1) headers.authorization = authorization.join(', ')
}

/** Answers a request that Next must not see, and removes internal headers from the others. @returns whether Next may handle it */
export function admit(request: IncomingMessage, response: ServerResponse): boolean {
  const refusal = refusalOf(request)
  if (refusal) {
    response.writeHead(refusal.status, {
      'Content-Type': 'text/plain; charset=utf-8',
      ...constantHeaders,
      'Content-Security-Policy': closedPolicy,
      Connection: 'close',
      ...refusal.headers,
    })
    response.end(`${refusal.text}\n`)
    return false
  }
  for (const name of Object.keys(request.headers)) if (internalHeaders.test(name)) delete request.headers[name]
  joinAuthorization(request)
  appendSender(request)
  nameRequest(request)
  return true
}
