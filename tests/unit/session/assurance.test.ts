import { expect, test } from 'vitest'
import { Amr, levelOf, methods } from '@/lib/session/assurance'

test.each([
  ['aal1', ['pwd']],
  ['aal1', ['otp']],
  ['aal1', ['pop']],
  ['aal1', ['recovery']],
  ['aal1', ['pwd', 'pwd']],
  ['aal2', ['pwd', 'otp']],
  ['aal2', ['otp', 'pwd', 'mfa']],
  ['aal2', ['pwd', 'recovery']],
  ['aal2', ['pwd', 'hwk']],
  ['aal2', ['swk', 'mfa']],
] as const)('the level is %s after %j', (level, amr) => {
  expect(levelOf(amr)).toBe(level)
})

test('every code alone is one factor, except the one that says there were several', () => {
  expect(methods.filter((method) => levelOf([method]) === 'aal2')).toEqual(['mfa'])
})

test.each([
  ['absent', undefined],
  ['null', null],
  ['no list', 'mfa'],
  ['empty', []],
  ['of an unknown code', ['pwd', 'face']],
  ['of another spelling', ['MFA']],
  ['of something else than text', [1]],
  ['endless', Array(100).fill('mfa')],
])('an amr that is %s counts as a password alone, the lower level', (_, value) => {
  expect(Amr.parse(value)).toEqual(['pwd'])
})

test('every known code is kept, in its order', () => {
  expect(Amr.parse([...methods].reverse())).toEqual([...methods].reverse())
})
