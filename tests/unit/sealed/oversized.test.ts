import { afterEach, expect, test, vi } from 'vitest'
import { cookieLimit } from '@/lib/session/cookies'
import { openPresented } from '@/lib/session/open'
import { now } from '../support/claims'
import { quickest } from '../support/quickest'
import { seals } from '../support/seals'

afterEach(() => vi.restoreAllMocks())

/** Watches the platform's cryptography, which keeps working. */
function watchKeys() {
  const watched = (['importKey', 'deriveBits', 'verify', 'sign', 'decrypt'] as const).map((name) =>
    vi.spyOn(crypto.subtle, name),
  )
  return { touched: () => watched.some((spy) => spy.mock.calls.length > 0) }
}

test.each(seals)('a genuine $purpose seal touches a key, so that the check below can fail', async (entry) => {
  const value = await entry.make()
  const keys = watchKeys()
  await entry.open(value)
  expect(keys.touched()).toBe(true)
})

test.each(seals)('a $purpose cookie larger than any of ours is refused before a key is touched', async (entry) => {
  const value = await entry.make()
  const keys = watchKeys()
  expect(await entry.open(value + '*'.repeat(cookieLimit))).toBeNull()
  expect(await entry.open('A'.repeat(1_000_000))).toBeNull()
  expect(keys.touched()).toBe(false)
})

test.each(['__Host-sealed', '__Host-stored', '__Host-signed', '__Host-refresh'])(
  'a megabyte of %s is anonymous within 100 ms',
  async (name) => {
    const presented = { authorization: null, cookies: { [name]: 'Fe26.2*'.repeat(150_000) } }
    expect(await openPresented(presented, now)).toEqual({ credential: null, stranger: 'invalid' })
    expect(await quickest(() => openPresented(presented, now))).toBeLessThan(100)
  },
)
