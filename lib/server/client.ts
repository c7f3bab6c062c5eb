import 'server-only'
import { headers } from 'next/headers'
import { env } from '@/lib/env'

/** Who is at the other end: for the owner's list of devices, the audit trail, and limits. */
export interface Client {
  ip: string | null
  userAgent: string | null
}

/** A column is no place for whatever length a stranger sends. */
const longest = 400

/** Of an action. Nobody but the sender asks for one, so the address is the one that limits may count by. */
export async function currentClient(): Promise<Client> {
  return senderOf(await headers())
}

/** By the last address that somebody of ours has seen: what the sender wrote before it decides nothing (ASVS 6.3.1). */
export function senderOf(headers: Pick<Headers, 'get'>): Client {
  return { ip: addressAt(env().TRUSTED_PROXY_HOPS, hopsOf(headers)), userAgent: userAgentOf(headers) }
}

/**
 * Of a request that the edge may have made on a visitor's behalf: where no proxy stands in front, a loopback address is
 * ourselves. A neighbour on this machine can write anything before it, so no limit may count by this one.
 */
export function clientOf(headers: Pick<Headers, 'get'>): Client {
  const hops = hopsOf(headers)
  const isOurselves = env().TRUSTED_PROXY_HOPS === 0 && hops.length > 1 && isLoopback(hops.at(-1) ?? '')
  return isOurselves ? { ip: addressAt(1, hops), userAgent: userAgentOf(headers) } : senderOf(headers)
}

const hopsOf = (headers: Pick<Headers, 'get'>) =>
  (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())

/** Each proxy appends whom it saw. Counted from our end, because the far end is whatever the sender wrote. */
const addressAt = (proxies: number, hops: readonly string[]) => hops.at(-1 - proxies)?.slice(0, longest) || null

const userAgentOf = (headers: Pick<Headers, 'get'>) => headers.get('user-agent')?.slice(0, longest) ?? null

const isLoopback = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address)
