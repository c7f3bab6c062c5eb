import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import {
  drawQrCode,
  findNoStep,
  findStep,
  newTotpSecret,
  openSecret,
  sealSecret,
  toUri,
} from '@/lib/server/second-factor/totp'
import { seal } from '@/lib/session/seal'

/** The secret of RFC 6238, appendix B: "12345678901234567890". */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** The last six of its eight digits, for SHA-1. */
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const

test.each(vectors)(
  '[ASVS 6.5.5] at %i the code of RFC 6238 is %s, and its step is that of the time',
  async (now, code) => {
    expect(await findStep(secret, code, now)).toBe(Math.floor(now / 30))
  },
)

describe('[ASVS 6.5.5] a code is valid one step before and after its own, and in no other', () => {
  const [now, code] = vectors[4]
  const step = Math.floor(now / 30)

  test.each([
    [step - 2, null],
    [step - 1, step],
    [step, step],
    [step + 1, step],
    [step + 2, null],
  ])('in step %i: %s', async (at, found) => {
    for (const second of [0, 29]) expect(await findStep(secret, code, at * 30 + second)).toBe(found)
  })
})

test('an account without an app has no right code', async () => {
  expect(await findNoStep('000000', 0)).toBeNull()
})

test('[ASVS 6.5.3] a secret has 160 random bits, and none is like another', () => {
  const secrets = Array.from({ length: 50 }, newTotpSecret)
  for (const each of secrets) expect(each).toMatch(/^[A-Z2-7]{32}$/)
  expect(new Set(secrets).size).toBe(50)
})

test('a sealed secret contains no part of the secret, and opens for its user alone', async () => {
  const sealed = await sealSecret('user-1', secret)

  expect(sealed).not.toContain(secret)
  expect(await openSecret('user-1', sealed)).toBe(secret)
  expect(await openSecret('user-2', sealed)).toBeNull()
})

test.each(['totp_setup', 'challenge', 'device'] as const)(
  'a seal of purpose %s opens as no secret',
  async (purpose) => {
    expect(await openSecret('user-1', await seal(purpose, { userId: 'user-1', secret }))).toBeNull()
  },
)

test('the address of the QR code names the site, the account and the secret, with the values that every app supports', () => {
  const uri = new URL(toUri(secret, 'ada+work@example.com'))
  expect(uri.protocol + uri.host).toBe('otpauth:totp')
  expect(decodeURIComponent(uri.pathname)).toBe('/Signed, Sealed, Stored:ada+work@example.com')
  expect(uri.searchParams.get('secret')).toBe(secret)
  expect(uri.searchParams.get('issuer')).toBe('Signed, Sealed, Stored')
  // Without them, an app assumes SHA1, 6 and 30.
  expect([null, 'SHA1']).toContain(uri.searchParams.get('algorithm'))
  expect([null, '6']).toContain(uri.searchParams.get('digits'))
  expect([null, '30']).toContain(uri.searchParams.get('period'))
})

test('a QR code is a square of modules with a quiet zone of four, drawn as one path', () => {
  const { size, path } = drawQrCode('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ')
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)]

  expect(runs.map(([run]) => run).join('')).toBe(path)
  expect((size - 8 - 17) % 4).toBe(0)
  for (const [, x, y, width, back] of runs) {
    expect(width).toBe(back)
    expect(Number(x)).toBeGreaterThanOrEqual(4)
    expect(Number(x) + Number(width)).toBeLessThanOrEqual(size - 4)
    expect(Number(y)).toBeGreaterThanOrEqual(4)
    expect(Number(y)).toBeLessThan(size - 4)
  }
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of runs) drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  expect(drawn).toEqual(encode('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ', { border: 4 }).data)
})
