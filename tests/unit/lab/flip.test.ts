import { expect, test } from 'vitest'
import { flipBit } from '@/lib/lab/shared/flip'

/** Of a seal, of a token, and of what stands between their parts. */
const value = 'Fe26.2*1*0a-_~2'

test('a flipped bit changes one character into another that a cookie may hold, and flipped back it is the old one', () => {
  for (let position = 0; position < value.length * 6; position += 1) {
    const flipped = flipBit(value, position) ?? ''
    const changed = [...flipped].filter((character, index) => character !== value[index])

    expect(flipped).toHaveLength(value.length)
    expect(changed).toHaveLength(1)
    expect(flipped).toMatch(/^[\x21-\x7e]+$/)
    expect(flipped).not.toMatch(/[",;\\]/)
  }
  expect(flipBit(flipBit('abc', 7) ?? '', 7)).toBe('abc')
})

test('beyond the last bit there is none', () => {
  expect(flipBit('abc', 17)).not.toBeNull()
  expect(flipBit('abc', 18)).toBeNull()
})
