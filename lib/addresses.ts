import { env } from '@/lib/env'

/** A column is no place for whatever length a stranger sends. */
const longest = 400

/**
 * Whom somebody of ours has seen last in front of our proxies. Each proxy appends whom it saw, and so does our own server:
 * counted from that end, because the other one is whatever the sender wrote (ASVS 6.3.1).
 */
export function senderAddress(headers: Pick<Headers, 'get'>): string | null {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  return hops.at(-1 - env().TRUSTED_PROXY_HOPS)?.slice(0, longest) || null
}

/** Where this application is reached, as `scheme://host:port`. From configuration only: a request can claim any host. */
export function ownOrigins(): readonly string[] {
  const { APP_URL, PORT } = env()
  const configured = APP_URL ? [new URL(APP_URL).origin] : []
  const origins = [...configured, ...deploymentOrigins(configured.length > 0)]
  return origins.length > 0 ? origins : [`http://localhost:${PORT}`]
}

/** A preview is reached at two addresses of its own; production at its domain, unless APP_URL names another. */
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

/** Who signs our tokens, and who they are for: the application's first address (RFC 9068, section 2.2). */
export function issuer(): string {
  return ownOrigins()[0] ?? ''
}

/**
 * Where this deployment reaches its own route handlers. On Vercel, Deployment Protection guards `VERCEL_URL`, in production
 * too, but not the address that the visitor has reached.
 * @param visited origin of the request. It counts only if it is one of ours: a request can claim any host (SSRF)
 */
export function selfOrigin(visited?: string): string {
  const { PORT, VERCEL_URL } = env()
  if (!VERCEL_URL) return `http://127.0.0.1:${PORT}`
  if (visited && ownOrigins().includes(visited)) return visited
  return productionOrigin() ?? `https://${VERCEL_URL}`
}

/**
 * Whether a request that changes something comes from one of our own pages (ASVS 3.5.1).
 * A browser that sends `Sec-Fetch-Site` also sends `Origin` on every POST, so its absence is only believed
 * of clients that are no browsers, which have no ambient cookies to abuse.
 */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  if (origin === null) return site === null
  return ownOrigins().includes(origin) || isServedInDevelopment(origin, headers)
}

/**
 * In development a page may be reached at addresses that nothing configures: 127.0.0.1, this machine in the LAN, a forwarded port. The browser
 * sends cookies to that address alone, so a page of another site cannot use them by naming it.
 */
function isServedInDevelopment(origin: string, headers: Pick<Headers, 'get'>): boolean {
  return env().NODE_ENV === 'development' && hostOf(origin) === hostAsked(headers)
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null)

/** `host:port` that a request was sent to, as the last proxy tells it. Anybody can write it. */
const hostAsked = (headers: Pick<Headers, 'get'>) => headers.get('x-forwarded-host') ?? headers.get('host')

/**
 * The host that Next compares with `Origin` before it runs a server action, where a proxy in front has sent another one. Next answers
 * 500 when they differ, though the form is ours.
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
