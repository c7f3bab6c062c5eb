import 'server-only'
import { isIP } from 'node:net'
import Bowser from 'bowser'
import ipaddr from 'ipaddr.js'
import { headers } from 'next/headers'
import { senderAddress } from '@/lib/addresses'
import { openVisitor, visitorHeader } from '@/lib/session/seal'

/** The sender of a request: for the user's list of devices, the audit trail, and limits. */
export interface Client {
  ip: string | null
  userAgent: string | null
}

/** Limits the length of a column that the sender of a request controls. */
const longest = 400

/** The sender of the action that runs now. */
export async function currentClient(): Promise<Client> {
  return senderOf(await headers())
}

/**
 * The sender of a request; its address is the one that limits count by. Parsed when it is read: most requests renew nothing,
 * and need no address.
 */
export function senderOf(headers: Pick<Headers, 'get'>): Client {
  return {
    get ip() {
      return addressIn(senderAddress(headers) ?? '')
    },
    get userAgent() {
      return headers.get('user-agent')?.slice(0, longest) ?? null
    },
  }
}

/** The client of a renewal: the visitor for whom the edge asks, if the request is from the edge. */
export async function visitorOf(headers: Pick<Headers, 'get'>): Promise<Client> {
  const sender = senderOf(headers)
  const visitor = await openVisitor(headers.get(visitorHeader))
  return visitor ? { ...sender, ip: addressIn(visitor.ip ?? '') } : sender
}

/** With a port, in brackets, in quotes: as proxies write a hop of `X-Forwarded-For` and of `Forwarded` (RFC 7239, section 6). */
const withPort = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\])(?::\d{1,5})?$/

/**
 * The address in a hop: without port, brackets, quotes and zone, in one spelling; an IPv4-mapped IPv6 address becomes
 * IPv4.
 * @returns null for text that is not an address: `unknown`, a name, an empty hop
 */
export function addressIn(hop: string): string | null {
  const text = hop.trim().replace(/^"(.*)"$/, '$1')
  const [, v4, v6] = withPort.exec(text) ?? []
  const [address = ''] = (v4 ?? v6 ?? text).split('%')
  return isIP(address) === 0 ? null : ipaddr.process(address).toString()
}

/** For an unknown user agent the parser repeats its text, which could be "your phone, do not revoke": only known names count. */
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

const unknownDevice = 'Unknown device'

/**
 * Browser and system, for a user to recognise: "Firefox on Linux". Unverified: the sender can write any user agent.
 * @param userAgent 400 characters at most, as a `Client` has it
 */
export function nameDevice(userAgent: string | null): string {
  // The parser throws at an empty text.
  if (!userAgent) return unknownDevice

  const parser = Bowser.getParser(userAgent)
  const browser = known(browsers, parser.getBrowserName())
  const system = known(systems, parser.getOSName())
  if (browser && system) return `${browser} on ${system}`
  if (system) return `Unknown browser on ${system}`
  return browser ?? unknownDevice
}

const known = (names: ReadonlySet<string>, name: string) => (names.has(name) ? name : null)
