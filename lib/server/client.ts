import 'server-only'
import { headers } from 'next/headers'
import { senderAddress } from '@/lib/sender-address'
import { addressIn } from '@/lib/server/limits/network'
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
