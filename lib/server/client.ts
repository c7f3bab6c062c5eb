import 'server-only'
import { headers } from 'next/headers'
import { env } from '@/lib/env'

/** Who is at the other end, for the owner's list of devices and for the audit trail. Decides nothing. */
export interface Client {
  ip: string | null
  userAgent: string | null
}

/** A column is no place for whatever length a stranger sends. */
const longest = 400

export async function currentClient(): Promise<Client> {
  return clientOf(await headers())
}

export function clientOf(headers: Pick<Headers, 'get'>): Client {
  return {
    ip: clientIp(headers.get('x-forwarded-for')),
    userAgent: headers.get('user-agent')?.slice(0, longest) ?? null,
  }
}

/**
 * Each proxy appends whom it saw. Counted from our end, because the far end is whatever the sender wrote. Where no proxy
 * stands in front, a loopback address is ourselves: the edge, asking on a visitor's behalf.
 */
function clientIp(forwardedFor: string | null): string | null {
  const proxies = env().TRUSTED_PROXY_HOPS
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
  const isOurselves = proxies === 0 && hops.length > 1 && isLoopback(hops.at(-1) ?? '')
  return hops.at(isOurselves ? -2 : -1 - proxies)?.slice(0, longest) || null
}

const isLoopback = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address)
