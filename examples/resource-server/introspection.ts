/** The introspection check: asks the issuer about every token, so it knows what was revoked (RFC 7662). */

import * as z from 'zod'
import type { Env } from './env'
import { IssuerAwayError } from './issuer-away'
import { policy, toMilliseconds } from './policy'

const Answer = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({ active: z.literal(true), sub: z.string(), scope: z.string() }),
])
export type Answer = z.infer<typeof Answer>

/** @returns the issuer's answer. Throws `IssuerAwayError` when there is none that can be parsed. */
export function introspectorOf({ ISSUER, CLIENT_ID, CLIENT_SECRET }: Env): (token: string) => Promise<Answer> {
  const address = new URL('/api/token/introspect', ISSUER)
  const headers = { Authorization: basic(CLIENT_ID, CLIENT_SECRET), Accept: 'application/json' }

  return async (token) => {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      // No redirects: our secret and the user's token must not go to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(toMilliseconds(policy.patience)),
    }).catch(away)
    // 401 means that the issuer does not know our secret. It says nothing about the token.
    if (response.status !== 200) throw new IssuerAwayError(`introspection_${response.status}`)

    return response.json().then(Answer.parse).catch(away)
  }
}

function away(cause: unknown): never {
  throw new IssuerAwayError('introspection', cause)
}

/** Each half is form-encoded first, so that it may contain any character (RFC 6749, section 2.3.1). */
function basic(id: string, secret: string): string {
  const encode = (text: string) => new URLSearchParams({ _: text }).toString().slice(2)
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`
}
