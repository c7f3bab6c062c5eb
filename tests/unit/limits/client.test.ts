import { afterEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { senderOf, visitorOf } from '@/lib/server/http/client'
import { seal, sealVisitor, visitorHeader } from '@/lib/session/seal'

const sent = (forwardedFor: string | null) =>
  new Headers(forwardedFor === null ? {} : { 'X-Forwarded-For': forwardedFor })
const sender = (forwardedFor: string | null) => senderOf(sent(forwardedFor)).ip

afterEach(() => {
  env().TRUSTED_PROXY_HOPS = 0
})

describe('[ASVS 6.3.1] the client is the last address that one of our proxies has seen:', () => {
  // The last hop is the socket's address, appended by our own server.
  const cases: ReadonlyArray<[proxies: number, forwardedFor: string, ip: string | null]> = [
    [0, '203.0.113.5', '203.0.113.5'],
    [0, '1.1.1.1, 203.0.113.5', '203.0.113.5'],
    [0, '1.1.1.1,2.2.2.2,203.0.113.5', '203.0.113.5'],
    [0, '1.1.1.1, 127.0.0.1', '127.0.0.1'],
    [0, '1.1.1.1, ::1', '::1'],
    [0, '1.1.1.1, ::ffff:127.0.0.1', '127.0.0.1'],
    [1, '203.0.113.5, 10.0.0.1', '203.0.113.5'],
    [1, '1.1.1.1, 203.0.113.5, 10.0.0.1', '203.0.113.5'],
    [1, '1.1.1.1, 203.0.113.5, 127.0.0.1', '203.0.113.5'],
    [2, '1.1.1.1, 203.0.113.5, 10.0.0.2, 10.0.0.1', '203.0.113.5'],
    [1, '10.0.0.1', null],
    [2, '203.0.113.5, 10.0.0.1', null],
    [1, ', 10.0.0.1', null],
  ]

  test.for(cases)('behind %i proxies, "%s"', ([proxies, forwardedFor, ip]) => {
    env().TRUSTED_PROXY_HOPS = proxies
    expect(sender(forwardedFor)).toBe(ip)
  })
})

describe('an address is normalised to one spelling:', () => {
  test.for([
    ['203.0.113.7:50001', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['"[2001:DB8:0:0::1]:443"', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:50001', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%eth0]:80', 'fe80::1'],
    ['\t 203.0.113.7 ', '203.0.113.7'],
  ] as const)('%j is %j', ([hop, address]) => {
    expect(sender(`1.1.1.1, ${hop}`)).toBe(address)
  })

  test.for([
    'unknown',
    '_hidden',
    '',
    '203.0.113.7:port',
    '203.0.113',
    '203.0.113.256:1',
    '[203.0.113.7',
    'a.example:443',
  ])('%j is no address', (hop) => {
    expect(sender(`1.1.1.1, ${hop}`)).toBeNull()
  })
})

test('a request without an address has no client', () => {
  expect(senderOf(sent(null))).toEqual({ ip: null, userAgent: null })
})

describe('[ASVS 6.3.1] a renewal uses the client address from the edge, and a direct request uses its own:', () => {
  const asked = (value: string) => new Headers({ 'X-Forwarded-For': '127.0.0.1', [visitorHeader]: value })

  test('an address sealed by the edge counts', async () => {
    expect(await visitorOf(asked(await sealVisitor('203.0.113.5')))).toEqual({ ip: '203.0.113.5', userAgent: null })
    expect((await visitorOf(asked(await sealVisitor(null)))).ip).toBeNull()
  })

  test('an unsealed address is ignored, and so is a seal with another purpose', async () => {
    for (const value of ['', '203.0.113.5', '{"ip":"203.0.113.5"}', await seal('device', { ip: '203.0.113.5' })]) {
      expect((await visitorOf(asked(value))).ip).toBe('127.0.0.1')
    }
  })

  test('limits ignore it', async () => {
    expect(senderOf(asked(await sealVisitor('203.0.113.5'))).ip).toBe('127.0.0.1')
  })
})
