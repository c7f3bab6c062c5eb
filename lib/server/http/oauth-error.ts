// feature: tokens (this file)
import 'server-only'
import * as z from 'zod'

/** RFC 6749, section 5.2; `invalid_target`, for an audience without tokens, is from RFC 8707. */
export const OAuthError = z.object({
  error: z.enum(['invalid_request', 'invalid_client', 'invalid_target']),
  error_description: z.string(),
})
type OAuthError = z.infer<typeof OAuthError>
export type OAuthErrorCode = OAuthError['error']

/** @param description for the developer of the client: printable ASCII, without quotation marks and backslashes */
export function oauthError(error: OAuthErrorCode, description: string, headers: Record<string, string> = {}): Response {
  const status = statusOf(error)
  return Response.json({ error, error_description: description } satisfies OAuthError, {
    status,
    headers: { ...notStored, ...headers },
  })
}

export const statusOf = (error: OAuthErrorCode) => (error === 'invalid_client' ? 401 : 400)

/** For every answer that contains a token, or information about one (section 5.1). */
export const notStored = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }
