/** Reads the credential of a request. A token is only accepted in the Authorization header. */

export type Presented =
  | { outcome: 'token'; token: string }
  | { outcome: 'unauthenticated' | 'malformed' | 'token_in_query' }

/** RFC 6750, section 2.1. One token: a second one, or a second header, does not match. */
const credentials = /^Bearer +([\w.~+/-]+=*)$/i

/** @param authorization the header; several of them arrive here joined by commas */
export function presentedBy(authorization: string | undefined, query: URLSearchParams): Presented {
  if (query.has('access_token')) return { outcome: 'token_in_query' }
  // A client with another scheme does not know yet that this service needs a token (RFC 6750, section 3.1).
  if (!authorization || !/^Bearer(\s|$)/i.test(authorization)) return { outcome: 'unauthenticated' }

  const token = credentials.exec(authorization)?.[1]
  return token ? { outcome: 'token', token } : { outcome: 'malformed' }
}
