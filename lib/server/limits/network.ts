import 'server-only'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Requests without a valid address share one bucket, so that invalid addresses create no buckets. */
const nowhere = 'nowhere'

/**
 * The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address, of which a subscriber gets
 * billions.
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
