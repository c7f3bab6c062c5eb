import { env } from '@/lib/env'

/** Where this application is reached, as `scheme://host:port`. From configuration only: a request can claim any host. */
export function ownOrigins(): readonly string[] {
  const { APP_URL, PORT, VERCEL_ENV, VERCEL_URL, VERCEL_BRANCH_URL } = env()
  const preview = VERCEL_ENV === 'preview' ? [VERCEL_URL, VERCEL_BRANCH_URL] : []
  const deployments = preview.flatMap((host) => (host ? [`https://${host}`] : []))
  const configured = APP_URL ? [new URL(APP_URL).origin] : []
  const origins = [...configured, ...deployments]
  return origins.length > 0 ? origins : [`http://localhost:${PORT}`]
}

/** Who signs our tokens, and who they are for: the application's first address (RFC 9068, section 2.2). */
export function issuer(): string {
  return ownOrigins()[0] ?? ''
}

/** How this deployment calls itself. Never an address taken from the request (that would be SSRF). */
export function selfOrigin(): string {
  const { PORT, VERCEL_URL } = env()
  return VERCEL_URL ? `https://${VERCEL_URL}` : `http://127.0.0.1:${PORT}`
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
  return ownOrigins().includes(origin)
}
