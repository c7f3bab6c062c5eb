// Not from 'next/server', which includes a user-agent parser: 8 KB of the edge bundle (docs/decisions/011).
import { NextResponse } from 'next/dist/server/web/spec-extension/response'
import type { NextRequest } from 'next/server'
import { forwardedHost } from '@/lib/addresses'
import { type PageDecision, pageMethods } from '@/lib/edge/guard-page'
import { env } from '@/lib/env'
import { retryAfter } from '@/lib/errors'
import { loginPath, renewalPath, routes } from '@/lib/routes'
import { toServerTiming, traceHeader, writeTrace } from '@/lib/session/trace'

/** Turns a decision into a response. The only file of the edge that knows Next. */

export async function respond(request: NextRequest, decision: PageDecision): Promise<NextResponse> {
  const policy = contentSecurityPolicy(makeNonce(), env().NODE_ENV === 'development', services())
  const response = await answer(request, decision, policy)

  response.headers.set('Content-Security-Policy', policy)
  if (decision.report) response.headers.set('Server-Timing', toServerTiming(decision.report))
  if (decision.report) response.headers.set('Cache-Control', 'private, no-store')
  for (const cookie of decision.renewedCookies) response.headers.append('Set-Cookie', cookie)
  return response
}

// feature: tokens
const services = () => [...new Set(env().API_AUDIENCES.map((audience) => new URL(audience).origin))]
// end, otherwise: const services = (): string[] => []

async function answer(request: NextRequest, decision: PageDecision, policy: string): Promise<NextResponse> {
  if (decision.answer === 'log_in') return toLogin(request)
  if (decision.answer === 'renew_yourself') return toRenewal(request)
  if (decision.answer === 'try_again') return toUnavailable(request, decision, policy)
  if (decision.answer === 'refuse') return plainPage(403, foreign)
  if (decision.answer === 'unreadable') return plainPage(400, unreadable)
  if (decision.answer === 'method_not_allowed') return plainPage(405, notAllowed, { Allow: pageMethods.join(', ') })

  return NextResponse.next({ request: { headers: await headersForPage(request, decision, policy) } })
}

/** 303: the browser must not repeat a POST at /login. Next makes the address relative again, so the response names no host. */
function toLogin(request: NextRequest): NextResponse {
  return NextResponse.redirect(new URL(loginPath(request.nextUrl.pathname), request.url), 303)
}

/** 303 too: the handler answers with the cookies, and redirects back. */
function toRenewal({ nextUrl: { pathname, search }, url }: NextRequest): NextResponse {
  return NextResponse.redirect(new URL(renewalPath(pathname, search), url), 303)
}

/**
 * Renders the same page as the server does when a store is unavailable, at the requested address. A form is not
 * forwarded: Next runs an action on any page it is posted to, and this answer says that nothing was changed.
 */
async function toUnavailable(request: NextRequest, decision: PageDecision, policy: string): Promise<NextResponse> {
  const headers = { 'Retry-After': retryAfter }
  if (request.method === 'POST') return plainPage(503, unavailable, headers)

  const forPage = await headersForPage(request, decision, policy)
  return NextResponse.rewrite(new URL(routes.unavailable, request.url), {
    status: 503,
    headers,
    request: { headers: forPage },
  })
}

interface Text {
  title: string
  paragraph: string
  link: string
}

const unavailable: Text = {
  title: 'We cannot check your session just now',
  paragraph:
    'The service is temporarily unavailable. You are still logged in, and nothing was changed. Please try again in a moment.',
  link: '<a href="">Try again</a>',
}

const foreign: Text = {
  title: 'This was not accepted',
  paragraph: 'The form was sent from another website. Nothing was changed. Open the form here and send it again.',
  link: '<a href="/">Go to the home page</a>',
}

const unreadable: Text = {
  title: 'This was not accepted',
  paragraph: 'The form was incomplete or damaged. Nothing was changed. Go back and send it again.',
  link: '<a href="">Back to the form</a>',
}

const notAllowed: Text = {
  title: 'This was not accepted',
  paragraph: 'This page does not support the request method. Nothing was changed.',
  link: '<a href="/">Go to the home page</a>',
}

/** No script, no style, no store: this page must also work in an outage. */
function plainPage(status: number, { title, paragraph, link }: Text, headers: Record<string, string> = {}) {
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
<p>${paragraph}</p>
<p>${link}</p>
</html>`
  return new NextResponse(html, { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers } })
}

/** Next's own switches and our trace: a visitor must not set them. */
const neverFromOutside = ['x-middleware-subrequest', 'x-middleware-subrequest-id', traceHeader]

/** The page rendered now already sees the new credential, as if the browser had sent it. */
async function headersForPage(request: NextRequest, decision: PageDecision, policy: string): Promise<Headers> {
  for (const { name, value } of parseCookies(decision.renewedCookies)) request.cookies.set(name, value)

  const headers = new Headers(request.headers)
  for (const name of neverFromOutside) headers.delete(name)
  headers.set('Content-Security-Policy', policy)
  // For the server's log, where no process of ours has set a request id yet.
  headers.set('x-request-path', request.nextUrl.pathname)
  if (!headers.has('x-request-id')) headers.set('x-request-id', headers.get('x-vercel-id') ?? crypto.randomUUID())
  const host = forwardedHost(request.headers)
  if (host) headers.set('x-forwarded-host', host)
  if (decision.report) headers.set(traceHeader, await writeTrace(decision.report))
  return headers
}

function parseCookies(lines: readonly string[]) {
  const carrier = new NextResponse(null, { headers: lines.map((line): [string, string] => ['Set-Cookie', line]) })
  return carrier.cookies.getAll()
}

/* The Content-Security-Policy of a page (ASVS 3.4.3). Next puts the nonce on its own scripts when it finds it in the request. */

export function makeNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

/** @param services origins to which our pages send an access token */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean, services: readonly string[] = []): string {
  // React's development build evaluates strings, its overlay needs inline styles, and hot reloading opens a WebSocket.
  const scripts = isDevelopment ? " 'unsafe-eval'" : ''
  const styles = isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`
  const sockets = isDevelopment ? ' ws:' : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...services].join(' ')}${sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // Deprecated, but every browser supports it; `report-to` is not supported everywhere and needs a header of its own.
    `report-uri ${routes.cspReport}`,
  ].join('; ')
}
