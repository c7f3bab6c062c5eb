import 'server-only'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Whoever comes without an address that can be read shares one bucket: junk must not make buckets. */
const nowhere = 'nowhere'

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

/**
 * What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address, of which each gets billions.
 * @returns one spelling for all spellings of the same network
 */
export function networkOf(ip: string | null): string {
  const [address = ''] = (ip ?? '').split('%')
  if (isIP(address) === 0) return nowhere

  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  const groups = parsed.parts.slice(0, 4).map((group) => group.toString(16))
  return `${groups.join(':')}::/64`
}
