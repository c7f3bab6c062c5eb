import { describe, expect, test } from 'vitest'
import { CookieTooLargeError } from '@/lib/errors'
import { cookieLimit, cookieNames, deleteCookie, deleteOthers, issueCookie, keptUntil } from '@/lib/session/cookies'
import { issueSealed } from '@/lib/session/sealed/credential'
import { now, reference, sealedClaims } from '../support/claims'

const names = Object.values(cookieNames)

test('[ASVS 3.3.1] [ASVS 3.3.3] every cookie is called __Host-, is Secure, has the path / and no Domain', () => {
  for (const name of names) {
    const { attributes } = issueCookie(name, 'value', now, now + 60)
    expect(name).toMatch(/^__Host-/)
    expect(attributes).toMatchObject({ secure: true, path: '/' })
    expect(Object.keys(attributes).map((key) => key.toLowerCase())).not.toContain('domain')
  }
})

test('[ASVS 3.3.2] [ASVS 3.3.4] every cookie is SameSite=Lax and out of reach for scripts', () => {
  for (const name of names) {
    expect(issueCookie(name, 'value', now, now + 60).attributes).toMatchObject({ sameSite: 'lax', httpOnly: true })
  }
})

test('a cookie expires exactly at its deadline', () => {
  expect(issueCookie('__Host-sealed', 'value', now, now + 60).attributes.maxAge).toBe(60)
})

test('without a deadline a cookie ends with the browser: it has no age', () => {
  expect(issueCookie('__Host-sealed', 'value', now, null).attributes).not.toHaveProperty('maxAge')
})

test('the cookie of a session lives until its idle timeout, and that of one that is not kept until the browser ends', () => {
  expect(keptUntil({ persistent: true, idleUntil: now + 60 })).toBe(now + 60)
  expect(keptUntil({ persistent: false, idleUntil: now + 60 })).toBeNull()
})

test('a deadline in the past gives age zero, never a negative age', () => {
  expect(issueCookie('__Host-sealed', 'value', now, now - 1).attributes.maxAge).toBe(0)
})

test.each(names)('deleting %s is issuing it empty with age zero: the two cannot disagree', (name) => {
  expect(deleteCookie(name)).toEqual(issueCookie(name, '', now, now))
})

test('setting the cookies of one model deletes those of the others, and no cookie that it sets', () => {
  const kept = issueCookie('__Host-stored', 'value', now, now + 60)
  expect(deleteOthers([kept]).map(({ name }) => name)).toEqual(names.filter((name) => name !== '__Host-stored'))
  expect(deleteOthers([])).toEqual(names.map(deleteCookie))
})

describe('[ASVS 3.3.5] the 4096 bytes that a browser keeps', () => {
  test.each(names)('%s may fill the limit to the last byte', (name) => {
    const value = 'x'.repeat(cookieLimit - name.length)
    expect(issueCookie(name, value, now, now + 60).value).toBe(value)
  })

  test.each(names)('%s with one byte more is refused, with its size and without its value', (name) => {
    const refused = () => issueCookie(name, 'x'.repeat(cookieLimit - name.length + 1), now, now + 60)
    expect(refused).toThrow(CookieTooLargeError)
    expect(refused).toThrow(expect.objectContaining({ code: 'cookie_too_large', bytes: 4097 }))
    expect(refused).not.toThrow(/xxx/)
  })

  test('session data that does not fit is refused instead of lost', async () => {
    const tooLong = { ...sealedClaims, data: { visits: 1, note: 'ü'.repeat(1500) } }
    await expect(issueSealed(tooLong, now)).rejects.toThrow(CookieTooLargeError)
  })

  test('a sealed cookie with the longest ids leaves room for a note of a thousand characters', async () => {
    const longest = { sessionId: 's'.repeat(64), userId: 'u'.repeat(64), data: { visits: 999, note: 'n'.repeat(1000) } }
    const { name, value } = await issueSealed({ ...sealedClaims, ...reference, ...longest }, now)
    expect(name.length + value.length).toBeLessThanOrEqual(cookieLimit)
  })
})
