import { afterEach, expect, test, vi } from 'vitest'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { accessClaims, now } from '../support/claims'
import { forge } from '../support/forge-token'
import { quickest } from '../support/quickest'

afterEach(() => vi.restoreAllMocks())

test('a genuine token touches a key, so that the check below can fail', async () => {
  const token = await signAccess(accessClaims)
  const verify = vi.spyOn(crypto.subtle, 'verify')
  await openAccess(token, now)
  expect(verify).toHaveBeenCalledOnce()
})

test('a token of 64 kB is refused before a key is touched, although the signature is ours', async () => {
  const token = forge({ payload: { padding: 'x'.repeat(48_000) } })
  expect(token.length).toBeGreaterThan(64_000)

  const verify = vi.spyOn(crypto.subtle, 'verify')
  const importKey = vi.spyOn(crypto.subtle, 'importKey')
  expect(await openAccess(token, now)).toEqual({ outcome: 'malformed' })
  expect(await quickest(() => openAccess(token, now))).toBeLessThan(50)
  expect(verify).not.toHaveBeenCalled()
  expect(importKey).not.toHaveBeenCalled()
})

test.each(['a', '.', 'a.', '=', ' '])('a megabyte of %j is refused within 100 ms', async (text) => {
  const token = text.repeat(1_000_000 / text.length)
  expect(await openAccess(token, now)).toEqual({ outcome: 'malformed' })
  expect(await quickest(() => openAccess(token, now))).toBeLessThan(100)
})
