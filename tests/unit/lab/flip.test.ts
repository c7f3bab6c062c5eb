import { expect, test } from 'vitest'
import { flipBit } from '@/lib/lab/shared/flip'

/** Covers a seal, a token, and the separators between their parts. */
const value = 'Fe26.2*1*0a-_~2'

test('a flipped bit changes one character into another cookie character, and flipping it back restores the original', () => {
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

test('a bit beyond the end does not exist', () => {
  expect(flipBit('abc', 17)).not.toBeNull()
  expect(flipBit('abc', 18)).toBeNull()
})
