import { randomBytes } from 'node:crypto'
import { sealData } from 'iron-session'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { ClaimFigures, claimIds } from '@/lib/figures/claims'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import { countReadable } from '@/tests/bench/claims/readable'

describe('facts that a cookie shows without a key', () => {
  const claims = { sub: 'member-1', email: 'linus@example.com', name: 'Linus', roles: ['editor'] }
  const facts = ['member-1', 'linus@example.com', 'Linus', 'editor']
  const secret = randomBytes(32).toString('hex')

  test('all of them in JSON, as it is, in Base64 and in an address', () => {
    const json = JSON.stringify(claims)
    for (const value of [json, Buffer.from(json).toString('base64url'), encodeURIComponent(json)])
      expect(countReadable(facts, [value])).toBe(4)
  })

  test('all of them in a signed token', async () => {
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret))
    expect(countReadable(facts, [token])).toBe(4)
  })

  test('none in a seal', async () => {
    expect(countReadable(facts, [await sealData(claims, { password: secret })])).toBe(0)
  })

  test('a fact in one of several cookies counts once', () => {
    const value = Buffer.from('{"name":"Linus"}').toString('base64url')
    expect(countReadable(facts, [value, value, 'opaque'])).toBe(1)
  })
})

describe('figures', () => {
  test('counts stay whole, and durations keep four digits', () => {
    expect(toFigure('tries', 'sealed', 123_456, 'count').value).toBe(123_456)
    expect(toFigure('check_time', 'sealed', 1234.5678, 'us', { mode: 'strict', ratio: 1.2345 })).toEqual({
      ...{ figure: 'check_time', of: 'sealed', mode: 'strict', value: 1235, unit: 'us', ratio: 1.23 },
    })
  })

  test('of attempts the file has how many there were and how many succeeded', () => {
    const attempts = toCounts('forged_accepted', { of: 'sealed', tries: 670, accepted: 0 })
    expect(attempts.map(({ figure, value }) => [figure, value])).toEqual([
      ['forged_accepted', 0],
      ['tries', 670],
    ])
  })

  test('a file without one of the claims, or with a figure twice, is refused', () => {
    const about = { command: 'c', machine: 'm', versions: 'v', load: [0, 0], date: '2026-01-01T00:00:00Z' }
    const figure = toFigure('tries', 'sealed', 1, 'count')
    const each = Object.fromEntries(claimIds.map((id) => [id, [figure]]))
    const { cache: _, ...without } = each

    expect(ClaimFigures.safeParse({ ...about, claims: each }).success).toBe(true)
    expect(ClaimFigures.safeParse({ ...about, claims: without }).success).toBe(false)
    expect(ClaimFigures.safeParse({ ...about, claims: { ...each, cache: [figure, figure] } }).success).toBe(false)
  })
})
