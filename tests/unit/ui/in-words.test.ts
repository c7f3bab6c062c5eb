import { expect, onTestFinished, test, vi } from 'vitest'
import { ago, inWords, sayMethods } from '@/app/ui/in-words'

test.each([
  [-5, 'just now'],
  [59, 'just now'],
  [60, '1 minute ago'],
  [119, '1 minute ago'],
  [3599, '59 minutes ago'],
  [3600, '1 hour ago'],
  [86_399, '23 hours ago'],
  [86_400, '1 day ago'],
  [30 * 86_400, '30 days ago'],
])('%i seconds are "%s"', (seconds, words) => {
  expect(ago(seconds)).toBe(words)
})

test.each([
  [1, '1 second'],
  [90, '90 seconds'],
  [300, '5 minutes'],
  [604_774, '7 days'],
])('a duration of %i seconds is "%s"', (seconds, words) => {
  expect(inWords(seconds)).toBe(words)
})

test.each([
  [['pwd'], 'your password'],
  [['pwd', 'otp', 'mfa'], 'your password and a one-time code'],
  [['hwk', 'pop', 'mfa'], 'a passkey'],
  [['pwd', 'recovery'], 'your password and a recovery code'],
  [['mfa'], 'several factors'],
] as const)('%j is "%s"', (amr, words) => {
  expect(sayMethods(amr)).toBe(words)
})

test('one formatter for all times of a precision, made with the first of them', async () => {
  const made = vi.spyOn(Intl, 'DateTimeFormat')
  onTestFinished(() => made.mockRestore())
  vi.resetModules()
  const { inUtc: inUtcAnew } = await import('@/app/ui/in-words')
  expect(made).not.toHaveBeenCalled()

  const times = [0, 86_399_000].map((at) => inUtcAnew(at, 'second'))
  expect(times).toEqual(['1 Jan 1970, 00:00:00 UTC', '1 Jan 1970, 23:59:59 UTC'])
  expect(made).toHaveBeenCalledTimes(1)
  expect(inUtcAnew(0, 'minute')).toBe('1 Jan 1970, 00:00 UTC')
  expect(made).toHaveBeenCalledTimes(2)
})
