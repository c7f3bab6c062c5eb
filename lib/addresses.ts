import { env } from '@/lib/env'

/** Limits the length of a header that the sender of a request controls. */
const longest = 400

/**
 * The address of the client that our outermost trusted proxy has seen. Each proxy appends the address of its peer, and
 * so does our own server; counted from the end, because the sender of the request controls the beginning (ASVS 6.3.1).
 */
export function senderAddress(headers: Pick<Headers, 'get'>): string | null {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  return hops.at(-1 - env().TRUSTED_PROXY_HOPS)?.slice(0, longest) || null
}

/** The addresses of this application, as `scheme://host:port`. From configuration only: a request can claim any host. */
export function ownOrigins(): readonly string[] {
  const { APP_URL, PORT } = env()
  const configured = APP_URL ? [new URL(APP_URL).origin] : []
  const origins = [...configured, ...deploymentOrigins(configured.length > 0)]
  return origins.length > 0 ? origins : [`http://localhost:${PORT}`]
}

/** A preview has two addresses of its own; production has its domain, unless APP_URL names another. */
function deploymentOrigins(isConfigured: boolean): readonly string[] {
  const { VERCEL_ENV, VERCEL_URL, VERCEL_BRANCH_URL } = env()
  if (VERCEL_ENV === 'preview')
    return [VERCEL_URL, VERCEL_BRANCH_URL].flatMap((host) => (host ? [`https://${host}`] : []))

  const production = productionOrigin()
  return production && !isConfigured ? [production] : []
}

function productionOrigin(): string | null {
  const { VERCEL_ENV, VERCEL_PROJECT_PRODUCTION_URL: host } = env()
  return VERCEL_ENV === 'production' && host ? `https://${host}` : null
}

/** The issuer of our tokens and their default audience: the application's first address (RFC 9068, section 2.2). */
export function issuer(): string {
  return ownOrigins()[0] ?? ''
}

/**
 * The address at which this deployment calls its own route handlers. On Vercel, Deployment Protection guards
 * `VERCEL_URL`, in production too, but not the address that the visitor has opened.
 * @param visited origin of the request. It counts only if it is one of ours: a request can claim any host (SSRF)
 */
export function selfOrigin(visited?: string): string {
  const { PORT, VERCEL_URL } = env()
  if (!VERCEL_URL) return `http://127.0.0.1:${PORT}`
  if (visited && ownOrigins().includes(visited)) return visited
  return productionOrigin() ?? `https://${VERCEL_URL}`
}

/**
 * The same-origin check for requests that write (CSRF, ASVS 3.5.1).
 * A browser that sends `Sec-Fetch-Site` also sends `Origin` on every POST, so a request without both comes from a
 * client that is not a browser, which has no ambient cookies to abuse.
 */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  if (origin === null) return site === null
  return ownOrigins().includes(origin) || isServedInDevelopment(origin, headers)
}

/**
 * In development, a page may be opened at addresses that are not configured: 127.0.0.1, the machine's LAN address, a
 * forwarded port. The browser sends cookies to that address alone, so a page of another site cannot use them.
 */
function isServedInDevelopment(origin: string, headers: Pick<Headers, 'get'>): boolean {
  return env().NODE_ENV === 'development' && hostOf(origin) === hostAsked(headers)
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null)

/** `host:port` that a request was sent to, as the last proxy reports it. The sender can forge it. */
const hostAsked = (headers: Pick<Headers, 'get'>) => headers.get('x-forwarded-host') ?? headers.get('host')

/**
 * The host that Next compares with `Origin` before it runs a server action, where a proxy in front has sent another
 * one. Next answers 500 when they differ, even for our own form.
 * @returns null where they do not differ, or where the request does not come from one of our pages
 */
export function forwardedHost(headers: Headers): string | null {
  return isOwnOrigin(headers) && isSentElsewhere(headers) ? hostOf(headers.get('origin') ?? '') : null
}

/** Whether Next would answer a server action with 500 because it was sent to another host than its page's. */
export function isSentElsewhere(headers: Headers): boolean {
  const origin = headers.get('origin')
  return origin !== null && hostOf(origin) !== hostAsked(headers)
}
