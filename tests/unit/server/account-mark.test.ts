import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { isMarkOf, markAccount } from '@/lib/server/guards/account-mark'

test('a mark is valid for its own account only', () => {
  const mark = markAccount('ada')

  expect(isMarkOf('ada', mark)).toBe(true)
  const others = [
    markAccount('grace'),
    '',
    'ada',
    `${mark}=`,
    mark.slice(0, -1),
    mark.toLowerCase(),
    new File([mark], 'mark'),
  ]
  for (const other of [...others, null]) expect(isMarkOf('ada', other)).toBe(false)
})

test('a mark uses the password with a separate key derivation: it is neither the id nor a plain HMAC of it', () => {
  expect(markAccount('ada')).toMatch(/^[\w-]{22}$/)
  expect(markAccount('ada')).not.toBe(markAccount('ada\n'))
})

test('a page from before a password rotation can still send its forms, until the old password is retired', () => {
  const passwords = env().SESSION_PASSWORDS
  const mark = markAccount('ada')
  const next = 'n'.repeat(32)
  try {
    env().SESSION_PASSWORDS = [next, ...passwords]
    expect(isMarkOf('ada', mark)).toBe(true)
    expect(markAccount('ada')).not.toBe(mark)
    env().SESSION_PASSWORDS = [next]
    expect(isMarkOf('ada', mark)).toBe(false)
  } finally {
    env().SESSION_PASSWORDS = passwords
  }
})
