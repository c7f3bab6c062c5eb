import 'server-only'

/** RFC 6749, section 5.2; `invalid_target` for a service that no token is issued for is of RFC 8707. */
export type OAuthError = 'invalid_request' | 'invalid_client' | 'invalid_target'

/** @param description for the developer at the other end: printable ASCII, without quotation marks and backslashes */
export function oauthError(error: OAuthError, description: string, headers: Record<string, string> = {}): Response {
  const status = error === 'invalid_client' ? 401 : 400
  return Response.json({ error, error_description: description }, { status, headers: { ...notStored, ...headers } })
}

/** Of every answer that holds a token, or says something about one (section 5.1). */
export const notStored = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }
