import { sealData } from 'iron-session'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { openSeal, seal } from '@/lib/session/seal'
import { refreshClaims, sealedClaims, storedClaims } from '../support/claims'
import { seals } from '../support/seals'

const password = () => env().SESSION_PASSWORDS[0] ?? ''

/** Everything that any of the three wants, so that nothing but the purpose can be wrong. */
const everything = { ...sealedClaims, ...storedClaims, ...refreshClaims }

const pairs = seals.flatMap((made) => seals.map((opened) => ({ made, opened })))
const foreign = pairs.filter(({ made, opened }) => made !== opened)

test.each(foreign)('[ASVS 9.2.2] a seal made as $made.purpose does not open as $opened.purpose', async (pair) => {
  const value = await seal(pair.made.purpose, everything)
  expect(await pair.made.open(value)).not.toBeNull()
  expect(await pair.opened.open(value)).toBeNull()
})

describe.each(seals)('a seal of ours opens as $purpose only when it says so', ({ open }) => {
  test.each([
    ['no purpose', {}],
    ['null', { purpose: null }],
    ['another word', { purpose: 'device' }],
    ['other capitals', { purpose: 'SEALED' }],
    ['a list of all', { purpose: ['sealed', 'stored', 'refresh'] }],
    ['an object', { purpose: { sealed: true } }],
  ])('not with %s', async (_, purpose) => {
    expect(await open(await sealData({ ...everything, ...purpose }, { password: password(), ttl: 0 }))).toBeNull()
  })
})

test('claims cannot name a purpose of their own: the maker has the last word', async () => {
  const value = await seal('stored', { ...everything, purpose: 'sealed' })
  expect(await openSeal('sealed', z.looseObject({}), value)).toBeNull()
  expect(await openSeal('stored', z.looseObject({}), value)).toMatchObject({ purpose: 'stored' })
})
