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

/** @param relays how many times the request went through ourselves before it came here: once, when the edge renews */
export function clientOf(headers: Pick<Headers, 'get'>, relays = 0): Client {
  return {
    ip: clientIp(headers.get('x-forwarded-for'), relays),
    userAgent: headers.get('user-agent')?.slice(0, longest) ?? null,
  }
}

/** Each proxy appends whom it saw. Counted from our end, because the far end is whatever the sender wrote. */
function clientIp(forwardedFor: string | null, relays: number): string | null {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
  return hops.at(-1 - env().TRUSTED_PROXY_HOPS - relays)?.slice(0, longest) || null
}
