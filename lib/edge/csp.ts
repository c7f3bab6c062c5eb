import { routes } from '@/lib/routes'

/** The Content-Security-Policy of a page (ASVS 3.4.3). Next puts the nonce on its own scripts when it finds it in the request. */

export function makeNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

/** @param services origins that our pages take an access token to */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean, services: readonly string[] = []): string {
  // React's development build evaluates strings, its overlay styles itself, and hot reloading opens a socket.
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
    // Deprecated, and yet the one that every browser follows; `report-to` waits, and asks for a header of its own.
    `report-uri ${routes.cspReport}`,
  ].join('; ')
}
