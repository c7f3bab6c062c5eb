import { expect, test } from 'vitest'
import { sha256 } from '@/lib/ids'
import { hashRecoveryCode, newRecoveryCodes } from '@/lib/server/second-factor/recovery-codes'

test('[ASVS 6.5.2] [ASVS 6.5.3] [ASVS 6.5.4] there are ten recovery codes of 120 random bits each', () => {
  const codes = Array.from({ length: 20 }, newRecoveryCodes).flat()

  expect(newRecoveryCodes()).toHaveLength(10)
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/)
  expect(new Set(codes).size).toBe(200)
  // Each of the 32 characters is about equally frequent.
  expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32)
})

test('a code is the same in lower case, without hyphens, with spaces, and with characters that look alike', () => {
  const hash = sha256('7Q0KM4XD9TRB1WHN5CFAZP38')
  for (const typed of [
    '7Q0K-M4XD-9TRB-1WHN-5CFA-ZP38',
    '7q0k-m4xd-9trb-1whn-5cfa-zp38',
    '7Q0KM4XD9TRB1WHN5CFAZP38',
    ' 7QOK M4XD 9TRB IWHN 5CFA ZP38 ',
    '7qok-m4xd-9trb-lwhn-5cfa-zp38',
  ]) {
    expect(hashRecoveryCode(typed)).toEqual(hash)
  }
})

test.each(['7Q0K-M4XD-9TRB-1WHM', '7Q0K-M4XD-9TRB-1WH', '7Q0K-M4XD-9TRB-1WHN-5CFA-ZP38N', ''])(
  '%j is another code',
  (typed) => {
    expect(hashRecoveryCode(typed)).not.toEqual(sha256('7Q0KM4XD9TRB1WHN5CFAZP38'))
  },
)
