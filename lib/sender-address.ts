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
