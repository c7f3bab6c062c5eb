import { sealData } from 'iron-session'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { openSeal, seal } from '@/lib/session/seal'
import { refreshClaims, sealedClaims, storedClaims } from '../support/claims'
import { seals } from '../support/seals'

const password = () => env().SESSION_PASSWORDS[0] ?? ''

/** Every claim that any of the three needs, so that only the purpose can be wrong. */
const everything = { ...sealedClaims, ...storedClaims, ...refreshClaims }

const pairs = seals.flatMap((made) => seals.map((opened) => ({ made, opened })))
const foreign = pairs.filter(({ made, opened }) => made !== opened)

test.each(foreign)('[ASVS 9.2.2] a seal made as $made.purpose does not open as $opened.purpose', async (pair) => {
  const value = await seal(pair.made.purpose, everything)
  expect(await pair.made.open(value)).not.toBeNull()
  expect(await pair.opened.open(value)).toBeNull()
})

describe.each(seals)('a seal of ours opens as $purpose only with that purpose', ({ open }) => {
  test.each([
    ['no purpose', {}],
    ['null', { purpose: null }],
    ['another word', { purpose: 'device' }],
    ['other capitals', { purpose: 'SEALED' }],
    ['a list of all', { purpose: ['sealed', 'stored', 'refresh'] }],
    ['an object', { purpose: { sealed: true } }],
  ])('is refused with %s', async (_, purpose) => {
    expect(await open(await sealData({ ...everything, ...purpose }, { password: password(), ttl: 0 }))).toBeNull()
  })
})

test('claims cannot override the purpose, because the sealing function sets it last', async () => {
  const value = await seal('stored', { ...everything, purpose: 'sealed' })
  expect(await openSeal('sealed', z.looseObject({}), value)).toBeNull()
  expect(await openSeal('stored', z.looseObject({}), value)).toMatchObject({ purpose: 'stored' })
})
