import { afterEach, expect, test, vi } from 'vitest'
import { whyNot } from '@/app/tokens/ask'
import type { Call } from '@/app/tokens/call-resource'
import { decidedBy, resultOf } from '@/app/tokens/call-resource'
import { emptyDesk } from '@/app/tokens/desk'
import { takeBack } from '@/app/tokens/use-desk'

afterEach(() => void vi.useRealTimers())

const reply = (status: number, headers: Record<string, string> = {}, body: unknown = null) => ({
  ...{ status, body, milliseconds: 1 },
  headers: new Headers(headers),
})

const timing = (steps: string) => reply(200, { 'Server-Timing': `${steps}, check;desc="allowed"` })

test.each([
  ['local', reply(200, {}, { check: { by: 'local' } }), 'the signature alone'],
  ['introspection', reply(200, {}, { check: { by: 'introspection' } }), 'the signature and introspection'],
  ['Redis', timing('open;dur=0.1, redis;dur=2, revocation;dur=2.1'), 'the signature and Redis'],
  ['a copy', timing('open;dur=0.1, revocation;dur=0'), 'the signature and the local revocation list'],
  ['a row', timing('open;dur=1, redis;dur=1, postgres;dur=3'), 'the signature, Redis and the session’s row'],
  ['a refusal', reply(401, {}, { code: 'revoked' }), 'introspection'],
  ['steps of another service', reply(200, { 'Server-Timing': 'db;dur=1' }), 'the service, which does not say how'],
  ['no JSON', reply(200), 'the service, which does not say how'],
  ['JSON of another kind', reply(200, {}, { check: ['by'], code: 7 }), 'the service, which does not say how'],
])('the deciding check is taken from the answer: %s', (_, answer, words) => {
  expect(decidedBy(answer)).toBe(words)
})

const call = (of: Partial<Call>): Call => ({
  ...{ id: '1', resource: 'catalogue', isAfter: true, outcome: 'accepted', status: 200 },
  ...{ milliseconds: 1, account: '', reason: null, challenge: null },
  ...of,
})

test.each([
  [call({ reason: 'local' }), 'checks only the signature'],
  [call({ reason: 'introspection' }), 'we said that the token is active'],
  [call({ resource: 'notes' }), 'may be a second old'],
  [call({ outcome: 'refused', reason: 'expired' }), 'The token has expired meanwhile'],
  [call({ outcome: 'refused', reason: 'revoked' }), 'It asked us'],
  [call({ outcome: 'refused', reason: 'revoked', resource: 'notes' }), 'We apply a revocation at once'],
  [call({ outcome: 'refused', reason: 'insufficient_scope' }), 'another one than the revocation'],
  [call({ outcome: 'undecided' }), 'says nothing about the token'],
])('the explanation of an inactive token matches its call: %#', (shown, words) => {
  expect(resultOf(shown)).toContain(words)
})

test.each([
  ['nothing', null, 'the network or this service is unavailable'],
  ['401', reply(401), 'This session has ended.'],
  ['429 with a time', reply(429, { 'Retry-After': '40' }), 'Too many requests. Try again in 40 seconds.'],
  [
    '503 with a second',
    reply(503, { 'Retry-After': '1' }),
    'The service is temporarily unavailable. Try again in a second.',
  ],
  ['503 without a time', reply(503, { 'Retry-After': 'soon' }), 'Try again in a moment.'],
  ['400', reply(400), 'The answer was 400, which is not expected here.'],
])('an endpoint that answers with %s is quoted, as an alert', (_, answer, words) => {
  expect(whyNot(answer)).toMatchObject({ text: expect.stringContaining(words), isAlert: true })
})

test('an expired token is never reported as revoked, because its revocation would answer 200 as well', async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  const token = { header: {}, claims: {}, audience: null, raw: 'x', expiresIn: 300, receivedAt: Date.now() }
  vi.advanceTimersByTime(300_000)

  const change = await takeBack({ ...emptyDesk, tokens: [token] })
  expect(change).toEqual({ word: { text: expect.stringContaining('has expired'), isAlert: true } })
})
