import { expect, test } from 'vitest'
import { newId, newSecret } from '@/lib/ids'

const bitsOf = (value: string) => Buffer.from(value, 'base64url').length * 8

test('[ASVS 7.2.3] an id has 128 random bits, a secret 256', () => {
  expect([bitsOf(newId()), bitsOf(newSecret())]).toEqual([128, 256])
})

test.each([
  ['id', newId],
  ['secret', newSecret],
])('[ASVS 7.2.3] of 50,000, no %s comes twice, and each bit is set in half of them', (_, make) => {
  const made = Array.from({ length: 50_000 }, make)
  expect(new Set(made).size).toBe(made.length)

  const bytes = made.map((one) => Buffer.from(one, 'base64url'))
  const length = bytes[0]?.length ?? 0
  for (let bit = 0; bit < length * 8; bit += 1) {
    const set = bytes.filter((one) => ((one[bit >> 3] ?? 0) >> (bit & 7)) & 1).length
    // Six standard deviations (a fair coin: 112) around the middle.
    expect(Math.abs(set - 25_000)).toBeLessThan(6 * 112)
  }
})
