import { randomUUID } from 'node:crypto'
import * as argon2 from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findLogin } from '@/lib/db/users'
import { logIn } from '@/lib/server/account/log-in'
import {
  hashPassword,
  isCommonPassword,
  isPassword,
  lockedHash, // feature: mail
  nobodysHash,
} from '@/lib/server/account/passwords'
import { signUp } from '@/lib/server/account/sign-up'
import { days, nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'

/** Algorithm, version and costs of a PHC string, without its salt and hash. */
const parametersOf = (hash: string) => hash.split('$').slice(1, 4).join('$')

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

// feature: mail
test('a locked password has a hash with the same costs, another one each time, and no password matches it', async () => {
  const hashes = [lockedHash(), lockedHash()]
  expect(new Set(hashes).size).toBe(2)
  for (const hash of hashes) {
    expect(parametersOf(hash)).toBe(parametersOf(await hashPassword(password)))
    expect(hash.split('$').map(({ length }) => length)).toEqual(nobodysHash.split('$').map(({ length }) => length))
    for (const typed of [password, '', hash]) expect(await isPassword(hash, typed)).toBe(false)
  }
})
// end

describe('a password', () => {
  test('is hashed with argon2id and the costs that OWASP recommends', async () => {
    expect(parametersOf(await hashPassword(password))).toBe('argon2id$v=19$m=19456,t=2,p=1')
  })

  test('has another hash each time, and matches each', async () => {
    const [one, two] = [await hashPassword(password), await hashPassword(password)]

    expect(one).not.toBe(two)
    expect([await isPassword(one, password), await isPassword(two, password)]).toEqual([true, true])
  })

  test.each([
    ['in another case', password.toUpperCase()],
    ['with a blank behind it', `${password} `],
    ['cut short', password.slice(0, -1)],
    ['empty', ''],
  ])('does not match %s', async (_, attempt) => {
    expect(await isPassword(await hashPassword(password), attempt)).toBe(false)
  })

  const [composed, decomposed] = ['Crème brûlée'.normalize('NFC'), 'Crème brûlée'.normalize('NFD')]

  test.each([
    ['composed (NFC), typed decomposed (NFD)', composed, decomposed],
    ['decomposed, typed composed', decomposed, composed],
  ])('is the same on another system: chosen %s', async (_, chosen, typed) => {
    expect(composed).not.toBe(decomposed)
    const hash = await hashPassword(chosen)

    expect(await isPassword(hash, typed)).toBe(true)
    expect(await isPassword(hash, chosen)).toBe(true)
    expect(await isPassword(hash, 'Creme brulee')).toBe(false)
    expect(await isPassword(null, typed)).toBe(false)
  })

  test('that was hashed before passwords were normalised stays valid', async () => {
    const hash = await argon2.hash(decomposed, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

    expect(await isPassword(hash, decomposed)).toBe(true)
    expect(await isPassword(hash, `${decomposed} `)).toBe(false)
  })

  test('counts to its last character, at any length', async () => {
    const long = 'long '.repeat(200)
    const hash = await hashPassword(`${long}a`)

    expect([await isPassword(hash, `${long}a`), await isPassword(hash, `${long}b`)]).toEqual([true, false])
  })
})

describe('for an account that does not exist', () => {
  test('the dummy hash costs the same as a current hash', async () => {
    expect(parametersOf(nobodysHash)).toBe(parametersOf(await hashPassword(password)))
  })

  test('no password matches, after a comparison as expensive as a real one', async () => {
    let matches: boolean | undefined
    const nobodys = await millisecondsOf(async () => {
      matches = await isPassword(null, '')
    })

    expect(matches).toBe(false)
    // A skipped comparison takes microseconds, which 19 MiB of argon2 cannot: no machine's noise lies between.
    expect(nobodys).toBeGreaterThan(1)
  })
})

test.each(['password', 'PassWord', '12345678', 'iloveyou', 'qwertyuiop'])('%s is too common', async (common) => {
  expect(await isCommonPassword(common)).toBe(true)
})

test('a custom sentence is not too common', async () => {
  expect(await isCommonPassword(password)).toBe(false)
})

test('[ASVS 6.2.10] a password is good for as long as its owner likes: ten years change nothing', async () => {
  const { userId, email } = await newPerson()
  const longAgo = new Date(Date.now() - days(3650) * 1000)
  await askPostgres(({ user }) => user.updateMany({ where: { id: userId }, data: { createdAt: longAgo } }))

  const attempt = { email, password, model: 'sealed', presented: present([]), client, device: null } as const
  expect(await logIn(attempt, nowInSeconds())).toMatchObject({ outcome: 'logged_in' })
})

test('a new account is stored with a hash', async () => {
  const email = `${randomUUID()}@example.com`

  await signUp({ email, name: 'Other User', password }, client)

  const login = await findLogin(email)
  expect(parametersOf(login?.passwordHash ?? '')).toMatch(/^argon2id/)
  expect(await isPassword(login?.passwordHash ?? null, password)).toBe(true)
})

test('signing up with a taken e-mail does not change the account, and takes as long', async () => {
  const { email } = await newPerson()
  const before = await findLogin(email)

  const took = await millisecondsOf(() => signUp({ email, name: 'Thief', password: 'another one' }, client))

  expect(took).toBeGreaterThan(1)
  expect(await findLogin(email)).toEqual(before)
})
