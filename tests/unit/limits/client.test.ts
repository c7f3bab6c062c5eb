import { afterEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { senderOf, visitorOf } from '@/lib/server/http/client'
import { seal } from '@/lib/session/seal'
import { sealVisitor, visitorHeader } from '@/lib/session/visitor-seal'

const sent = (forwardedFor: string | null) =>
  new Headers(forwardedFor === null ? {} : { 'X-Forwarded-For': forwardedFor })
const sender = (forwardedFor: string | null) => senderOf(sent(forwardedFor)).ip

afterEach(() => {
  env().TRUSTED_PROXY_HOPS = 0
})

describe('[ASVS 6.3.1] the sender is the last address that somebody of ours has seen:', () => {
  // The last hop is the socket's, appended by our own server.
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

describe('an address has one spelling, however a proxy writes it:', () => {
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
  ])('%j is none', (hop) => {
    expect(sender(`1.1.1.1, ${hop}`)).toBeNull()
  })
})

test('nobody is nobody', () => {
  expect(senderOf(sent(null))).toEqual({ ip: null, userAgent: null })
})

describe('[ASVS 6.3.1] a renewal is for whom the edge has seen, and whoever asks by hand is who they are:', () => {
  const asked = (value: string) => new Headers({ 'X-Forwarded-For': '127.0.0.1', [visitorHeader]: value })

  test('what the edge has sealed counts', async () => {
    expect(await visitorOf(asked(await sealVisitor('203.0.113.5')))).toEqual({ ip: '203.0.113.5', userAgent: null })
    expect((await visitorOf(asked(await sealVisitor(null)))).ip).toBeNull()
  })

  test('what anybody else has written does not, nor a seal that was made for something else', async () => {
    for (const value of ['', '203.0.113.5', '{"ip":"203.0.113.5"}', await seal('device', { ip: '203.0.113.5' })]) {
      expect((await visitorOf(asked(value))).ip).toBe('127.0.0.1')
    }
  })

  test('no limit counts by it', async () => {
    expect(senderOf(asked(await sealVisitor('203.0.113.5'))).ip).toBe('127.0.0.1')
  })
})
