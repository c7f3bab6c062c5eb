import { sealData } from 'iron-session'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { findDevice, rememberDevice } from '@/lib/server/limits/device'
import { deleteOthers, deviceCookie } from '@/lib/session/cookies'
import { openCookies } from '@/lib/session/open'
import { openSeal, seal } from '@/lib/session/seal'
import { days } from '@/lib/time'
import { now } from '../support/claims'
import { flipAt, respellings } from '../support/respell'
import { seals } from '../support/seals'

const owner = (userId: string, generation = 0) => ({ userId, generation })

async function loggedInto(...userIds: string[]): Promise<string> {
  let cookie: string | null = null
  for (const userId of userIds)
    [cookie = null] = (await rememberDevice(cookie, owner(userId), now)).map(({ value }) => value)
  return cookie ?? ''
}

test('a browser is known to the account that it has logged into, by an id for that account alone', async () => {
  const cookie = await loggedInto('ada', 'grace')

  const [ada, grace] = [await findDevice(cookie, owner('ada'), now), await findDevice(cookie, owner('grace'), now)]
  expect(ada).toMatch(/^ada:0:[0-4]$/)
  expect(grace).toMatch(/^grace:0:[0-4]$/)
})

test('a later login keeps the id, and therefore the failures counted for it', async () => {
  const first = await loggedInto('ada')
  const again = await rememberDevice(first, owner('ada'), now + 10)

  expect(await findDevice(again[0]?.value ?? null, owner('ada'), now)).toBe(await findDevice(first, owner('ada'), now))
})

test('a password change, or a revocation of all sessions, makes the browser unknown until it logs in again', async () => {
  const cookie = await loggedInto('ada')
  expect(await findDevice(cookie, owner('ada', 1), now)).toBeNull()

  const [again] = await rememberDevice(cookie, owner('ada', 1), now)
  expect(await findDevice(again?.value ?? null, owner('ada', 1), now)).toMatch(/^ada:1:/)
  expect(await findDevice(again?.value ?? null, owner('ada', 0), now)).toBeNull()
})

test('two hundred logins without a device cookie create at most five buckets', async () => {
  const buckets = new Set<string | null>()
  for (let n = 0; n < 200; n += 1) buckets.add(await findDevice(await loggedInto('ada'), owner('ada'), now))
  expect(buckets.size).toBeLessThanOrEqual(5)
})

test('the sixth account evicts the one with the oldest login', async () => {
  const cookie = await loggedInto('a', 'b', 'c', 'd', 'e', 'a', 'f')

  const known = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((userId) => findDevice(cookie, owner(userId), now)),
  )
  expect(known.map(Boolean)).toEqual([true, false, true, true, true, true])
})

test('[ASVS 3.3.1] [ASVS 3.3.5] the cookie is ours alone, lives about a year and stays small', async () => {
  const ids = Array.from({ length: 5 }, () => crypto.randomUUID())
  const [issued] = await rememberDevice(await loggedInto(...ids.slice(1)), owner(ids[0] ?? ''), now)

  expect(issued).toMatchObject({
    name: '__Host-device',
    attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: days(365) },
  })
  expect(issued?.value.length).toBeLessThan(1500)
})

test('a device cookie expires after a year, and so does every copy of it', async () => {
  const cookie = await loggedInto('ada')

  expect(await findDevice(cookie, owner('ada'), now + days(365) - 1)).not.toBeNull()
  expect(await findDevice(cookie, owner('ada'), now + days(365))).toBeNull()
})

describe('a browser is unknown with', () => {
  const foreignPassword = 'a password that is not among ours, and long'
  const proof = { purpose: 'device', accounts: [{ userId: 'ada', generation: 0, bucket: 0, until: now + days(1) }] }
  const ours = () => env().SESSION_PASSWORDS[0] ?? ''
  const made: Record<string, () => Promise<string | null>> = {
    nothing: async () => null,
    'an empty value': async () => '',
    'no seal': async () => 'ada',
    'a seal of another password': () => sealData(proof, { password: foreignPassword, ttl: 0 }),
    'a seal with another purpose': () => sealData({ ...proof, purpose: 'sealed' }, { password: ours(), ttl: 0 }),
    'a seal with six accounts': () =>
      sealData({ ...proof, accounts: Array(6).fill(proof.accounts[0]) }, { password: ours(), ttl: 0 }),
    'a seal without accounts': () => sealData({ purpose: 'device' }, { password: ours(), ttl: 0 }),
    'the proof of another account': () => loggedInto('grace'),
    'a changed character': async () => flipAt(await loggedInto('ada'), 100),
  }

  test.for(Object.entries(made))('%s', async ([, make]) => {
    expect(await findDevice(await make(), owner('ada'), now)).toBeNull()
  })

  test.for(seals)('the $purpose cookie of the account itself', async ({ make, claims }) => {
    expect(await findDevice(await make(), owner(claims.userId), now)).toBeNull()
  })
})

test('a retired password makes known browsers unknown, a rotated one does not', async () => {
  const passwords = env().SESSION_PASSWORDS
  const cookie = await loggedInto('ada')
  const next = 'the next password, also of thirty-two characters'

  env().SESSION_PASSWORDS = [next, ...passwords]
  const rotated = await findDevice(cookie, owner('ada'), now)
  env().SESSION_PASSWORDS = [next]
  const retired = await findDevice(cookie, owner('ada'), now)
  env().SESSION_PASSWORDS = passwords

  expect([rotated === null, retired === null]).toEqual([false, true])
})

test('another spelling of the seal is the same proof, with the same bucket', async () => {
  const cookie = await loggedInto('ada')
  const [, hmac = ''] = cookie.match(/\*([\w-]+)(~2)?$/) ?? []
  const others = respellings(hmac).map((other) => cookie.replace(hmac, other))

  expect(others).not.toEqual([])
  const known = await Promise.all(
    [cookie, ...others, cookie.replace(/~2$/, '')].map((it) => findDevice(it, owner('ada'), now)),
  )
  expect(new Set(known.filter(Boolean))).toEqual(new Set([known[0]]))
})

test('a device cookie is no credential: no cookie of ours opens from it, and a logout leaves it', async () => {
  const value = await loggedInto('ada')
  const names = ['__Host-sealed', '__Host-stored', '__Host-signed', '__Host-refresh'] as const

  for (const name of names)
    expect(await openCookies({ authorization: null, cookies: { [name]: value } }, now)).toEqual([])
  for (const { purpose } of seals) expect(await openSeal(purpose, z.looseObject({}), value)).toBeNull()
  expect(deleteOthers([]).map(({ name }) => name)).toEqual(expect.not.arrayContaining([deviceCookie]))
  expect(await openSeal('device', z.looseObject({}), await seal('device', {}))).not.toBeNull()
})

test('no device cookie is set where limits are off', async () => {
  const { RATE_LIMIT } = env()
  env().RATE_LIMIT = 'off'
  expect(await rememberDevice(null, owner('ada'), now)).toEqual([])
  env().RATE_LIMIT = RATE_LIMIT
})
