import 'server-only'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { headers } from 'next/headers'
import { senderAddress } from '@/lib/addresses'
import { openVisitor, visitorHeader } from '@/lib/session/visitor-seal'

/** Who is at the other end: for the owner's list of devices, the audit trail, and limits. */
export interface Client {
  ip: string | null
  userAgent: string | null
}

/** A column is no place for whatever length a stranger sends. */
const longest = 400

/** Of an action. */
export async function currentClient(): Promise<Client> {
  return senderOf(await headers())
}

/** Whoever has sent this request: the address is the one that limits may count by. */
export function senderOf(headers: Pick<Headers, 'get'>): Client {
  return {
    ip: addressIn(senderAddress(headers) ?? ''),
    userAgent: headers.get('user-agent')?.slice(0, longest) ?? null,
  }
}

/** Of a renewal: the visitor whom the edge asks for, if it is the edge that asks. */
export async function visitorOf(headers: Pick<Headers, 'get'>): Promise<Client> {
  const sender = senderOf(headers)
  const visitor = await openVisitor(headers.get(visitorHeader))
  return visitor ? { ...sender, ip: addressIn(visitor.ip ?? '') } : sender
}

/** With a port, in brackets, in quotes: as proxies write a hop of `X-Forwarded-For` and of `Forwarded` (RFC 7239, section 6). */
const withPort = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\])(?::\d{1,5})?$/

/**
 * The address in a hop: without port, brackets, quotes and zone, in one spelling; an IPv4 address that is mapped into IPv6 as
 * itself. @returns null for what is no address: `unknown`, a name, nothing
 */
export function addressIn(hop: string): string | null {
  const text = hop.trim().replace(/^"(.*)"$/, '$1')
  const [, v4, v6] = withPort.exec(text) ?? []
  const [address = ''] = (v4 ?? v6 ?? text).split('%')
  return isIP(address) === 0 ? null : ipaddr.process(address).toString()
}
