import { describe, expect, test } from 'vitest'
import { networkOf } from '@/lib/server/limits/network'

describe('a network is normalised to one name for every spelling of its addresses:', () => {
  const spellings: Record<string, readonly string[]> = {
    '192.0.2.1': [
      '192.0.2.1',
      '::ffff:192.0.2.1',
      // Deprecated (RFC 4291, section 2.5.5.1).
      '::192.0.2.1',
      '::FFFF:192.0.2.1',
      '::ffff:c000:201',
      '::ffff:C000:0201',
      '0:0:0:0:0:ffff:192.0.2.1',
      '0000:0000:0000:0000:0000:ffff:c000:0201',
    ],
    '0.0.0.0': ['0.0.0.0', '::ffff:0.0.0.0', '::ffff:0:0'],
    '255.255.255.255': ['255.255.255.255', '::ffff:ffff:ffff'],
    '2001:db8:0:1::/64': [
      '2001:db8:0:1::',
      '2001:db8:0:1::1',
      '2001:DB8:0:1:ffff:ffff:ffff:ffff',
      '2001:0db8:0000:0001:0000:0000:0000:0001',
      '2001:db8::1:0:0:0:1',
      '2001:db8:0:1::192.0.2.1',
      '2001:db8:0:1::1%eth0',
    ],
    '0:0:0:0::/64': ['::1', '::', '0:0:0:0:0:0:0:1', '::1:2:3:4', '::ffff:0:192.0.2.1'],
    'fe80:0:0:0::/64': ['fe80::1', 'fe80::1%25eth0', 'FE80:0:0:0:dead:beef::'],
  }

  test.for(Object.entries(spellings))('%s', ([name, addresses]) => {
    expect(addresses.map(networkOf)).toEqual(addresses.map(() => name))
  })
})

test('neighbouring addresses belong to other networks', () => {
  const addresses = [
    '192.0.2.1',
    '192.0.2.2',
    '2001:db8:0:1::1',
    '2001:db8:0:2::1',
    '2001:db8:1:1::1',
    '2001:db9:0:1::1',
  ]
  expect(new Set(addresses.map(networkOf)).size).toBe(addresses.length)
})

test.for([
  null,
  '',
  'unknown',
  '_hidden',
  '192.0.2',
  '192.0.2.1.5',
  '192.0.2.256',
  '192.0.2.01',
  '0xc0000201',
  '3221225985',
  ' 192.0.2.1',
  '192.0.2.1:443',
  '[2001:db8::1]',
  '[2001:db8::1]:443',
  '2001:db8::1::2',
  '2001:db8:::1',
  '1:2:3:4:5:6:7:8:9',
  '::ffff:192.0.2.256',
  'g::1',
  '%eth0',
  '192.0.2.1\n',
])('a client from %j shares one bucket with all clients without an address', (ip) => {
  expect(networkOf(ip)).toBe(networkOf(null))
})
