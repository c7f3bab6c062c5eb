import 'server-only'
import * as z from 'zod'
import { issuer } from '@/lib/origins'
import type { Caller } from '@/lib/server/answer-caller'
import { takeFrom } from '@/lib/server/limits/take'
import { notStored, oauthError } from '@/lib/server/oauth-error'
import { problem } from '@/lib/server/problem'
import { parseForm } from '@/lib/server/read-form'
import { isAudience, issueToken } from '@/lib/server/tokens/issue-token'

/** RFC 6749, section 5.1. */
export const TokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Seconds. */
  expires_in: z.int().positive(),
})
type TokenAnswer = z.infer<typeof TokenAnswer>

/**
 * Exchanges a session for an access token.
 * @param request its form may name an `audience`; without one the token is for our own API
 */
export async function answerToken(request: Request, caller: Caller): Promise<Response | 'revoked'> {
  // An access token is one in a cookie, too: were there another for it, a stolen one would live for ever.
  if (caller.credential.model === 'signed' && !caller.credential.refresh) return problem('session_required')

  const form = parseForm(request.headers, caller.body)
  if (!form) return oauthError('invalid_request', 'send a form, each parameter once')

  const audience = form.get('audience') || issuer()
  if (!isAudience(audience)) return oauthError('invalid_target', 'no tokens are issued for this audience')

  const taken = await takeFrom([{ limit: 'accessToken', of: caller.session.id }])
  if (taken.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  const issued = await issueToken(caller, audience)
  if (!issued) return 'revoked'

  const { token, expiresAt } = issued
  const answer: TokenAnswer = { access_token: token, token_type: 'Bearer', expires_in: expiresAt - caller.now }
  return Response.json(answer, { headers: notStored })
}
