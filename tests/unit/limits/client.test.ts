import { afterEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { clientOf, senderOf } from '@/lib/server/client'

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
    [0, '1.1.1.1, ::ffff:127.0.0.1', '::ffff:127.0.0.1'],
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

test('nobody is nobody', () => {
  expect(senderOf(sent(null))).toEqual({ ip: null, userAgent: null })
})

test('only a request that the edge may have made for somebody is theirs, and only where no proxy stands in front', () => {
  expect(clientOf(sent('203.0.113.5, 127.0.0.1')).ip).toBe('203.0.113.5')
  expect(clientOf(sent('127.0.0.1')).ip).toBe('127.0.0.1')
  expect(clientOf(sent('1.1.1.1, 203.0.113.5')).ip).toBe('203.0.113.5')
  env().TRUSTED_PROXY_HOPS = 1
  expect(clientOf(sent('203.0.113.5, 127.0.0.1')).ip).toBe('203.0.113.5')
})
