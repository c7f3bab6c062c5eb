import 'server-only'
import { isIP, isIPv4 } from 'node:net'

/** Whoever comes without an address that can be read shares one bucket: junk must not make buckets. */
const nowhere = 'nowhere'

/**
 * What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address, of which each gets billions.
 * @returns one spelling for all spellings of the same network
 */
export function networkOf(ip: string | null): string {
  const [address = ''] = (ip ?? '').split('%')
  if (isIP(address) === 0) return nowhere
  if (isIPv4(address)) return address

  const groups = groupsOf(address)
  return ipv4In(groups) ?? `${groups.slice(0, 4).join(':')}::/64`
}

/** Eight groups in hexadecimal without leading zeros. The URL standard has one spelling for each IPv6 address. */
function groupsOf(ipv6: string): readonly string[] {
  const [head = '', tail = ''] = new URL(`http://[${ipv6}]`).hostname.slice(1, -1).split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after]
}

/** An IPv4 visitor of a socket that speaks both (RFC 4291, section 2.5.5.2). */
function ipv4In(groups: readonly string[]): string | null {
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null

  const bytes = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16)
    return [number >> 8, number & 0xff]
  })
  return bytes.join('.')
}
