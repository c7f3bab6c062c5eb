import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { compactDecrypt } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { openAccessCookie, signAccessCookie } from '@/lib/session/signed/access-cookie'
import { accessClaims, now } from '../support/claims'
import { encrypt, encryptionKey } from '../support/encrypt-token'
import {
  aroundOthers,
  byOtherAlgorithms,
  byOtherKeys,
  type Forgeries,
  inOtherSpellings,
  underOtherHeaders,
} from '../support/encrypted-forgeries'
import { es256, foreignKey, forge } from '../support/forge-token'
import { mutations } from '../support/mutations'
import { issue } from '../support/present'

beforeAll(() => void Object.assign(env(), { JWT_ENCRYPTION: 'on' }))

/** Tokens that are refused as they are. */
const tokens = (): Forgeries => ({
  'alg none': forge({ header: { alg: 'none' }, sign: () => Buffer.from('AA') }),
  'a foreign key under our kid': forge({ sign: es256(foreignKey().privateKey) }),
  'another audience': forge({ payload: { aud: 'https://elsewhere.example' } }),
  'the type of any JWT': forge({ header: { typ: 'JWT' } }),
  expired: forge({ payload: { exp: now - 60 } }),
})

describe('refused is', () => {
  const forged: Record<string, Forgeries> = {}
  beforeAll(async () => {
    const token = forge()
    const [, refresh] = await issue.signed()
    Object.assign(forged, {
      keys: await byOtherKeys(token),
      algorithms: await byOtherAlgorithms(token),
      headers: await underOtherHeaders(token),
      others: await aroundOthers(token, tokens(), refresh?.value ?? ''),
      spellings: inOtherSpellings(await encrypt(token), token),
    })
  })

  async function expectUnopened(forgeries: Forgeries = {}, outcomes: readonly string[] = ['invalid']) {
    expect(Object.keys(forgeries).length).toBeGreaterThan(8)
    for (const [name, value] of Object.entries(forgeries)) {
      const { outcome } = await openAccessCookie(value, now)
      expect(outcome, name).toBeOneOf([...outcomes])
    }
  }

  test('[ASVS 9.1.3] what another key has encrypted, however it is named', () => expectUnopened(forged.keys))
  test('[ASVS 9.1.2] another alg or enc', () => expectUnopened(forged.algorithms))
  test('[ASVS 9.1.2] a header that says something else, or more: zip, crit, p2c', () => expectUnopened(forged.headers))
  test('[ASVS 9.1.1] a token of another signer, and claims of none', () =>
    expectUnopened(forged.others, ['invalid', 'malformed', 'expired']))
  test('[ASVS 9.1.1] the genuine one with any mutation at all', async () => {
    const genuine = await signAccessCookie(accessClaims)
    const mutated = fc.asyncProperty(mutations, async ({ mutate }) => {
      const value = mutate(genuine)
      const { outcome } = await openAccessCookie(value, now)
      expect(outcome).toBe(value === genuine ? 'opened' : 'invalid')
    })
    await fc.assert(mutated, { numRuns: 500 })
  })

  test('[ASVS 7.4.1] another spelling, and the plain token', () => expectUnopened(forged.spellings))
})

/** As a reader of its documentation would first call it. */
const decryptByJose = async (value: string) =>
  new TextDecoder().decode((await compactDecrypt(value, createSecretKey(encryptionKey().key))).plaintext)

test('jose decrypts 18 of these forgeries where only the key is given to it', async () => {
  const token = forge()
  const forgeries = {
    ...{ ...(await byOtherKeys(token)), ...(await byOtherAlgorithms(token)), ...(await underOtherHeaders(token)) },
    ...inOtherSpellings(await encrypt(token), token),
  }
  const decrypting = Object.entries(forgeries).map(async ([name, value]) => {
    return (await decryptByJose(value).catch(() => null)) === token ? [name] : []
  })
  expect((await Promise.all(decrypting)).flat()).toEqual([
    ...['our key without its name', 'our key under another name', 'our key under the kid of the signature'],
    ...[
      'alg A256KW',
      'alg A256GCMKW',
      'enc A128CBC-HS256, whose key is as long as ours',
      'no typ',
      'typ of an access token',
      'no cty',
      'cty of an access token',
    ],
    ...['a salt and a count, as for PBES2', 'a claim beside', 'members in another order', 'white space in the header'],
    ...['alg twice', 'zip, compressed', 'the last character of its tag respelled', 'padding behind'],
  ])
})
