import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { disable } from '@/lib/db/cut-off'
import { findLogin, getAccess, getProfile } from '@/lib/db/users'
import { addUser, newPerson } from '@/tests/integration/support/person'

test('an e-mail is the same in any case: to sign up, and to log in', async () => {
  const email = `Some.Body-${randomUUID()}@Example.COM`
  const userId = await addUser({ email, name: 'Other User', passwordHash: 'a hash' })

  for (const spelling of [email, email.toLowerCase(), email.toUpperCase()]) {
    expect((await findLogin(spelling))?.access.userId).toBe(userId)
    expect(await addUser({ email: spelling, name: 'Other', passwordHash: 'other hash' })).toBeNull()
  }
  expect(await getProfile(userId ?? '')).toMatchObject({ email: email.toLowerCase(), name: 'Other User' })
})

test('an e-mail with an international domain is one account, in both spellings of the domain', async () => {
  const name = `ada-${randomUUID()}`
  const userId = await addUser({ email: `${name}@bücher.example`, name: 'Ada', passwordHash: 'a hash' })

  for (const spelling of [`${name}@xn--bcher-kva.example`, `${name}@BÜCHER.example`, ` ${name}@bücher.example `]) {
    expect((await findLogin(spelling))?.access.userId).toBe(userId)
    expect(await addUser({ email: spelling, name: 'Other', passwordHash: 'other hash' })).toBeNull()
  }
})

test('an account whose e-mail another user requests stays unchanged', async () => {
  const { userId, email } = await newPerson()
  const before = [await findLogin(email), await getProfile(userId)]

  expect(await addUser({ email, name: 'Thief', passwordHash: 'a hash of theirs' })).toBeNull()

  expect([await findLogin(email), await getProfile(userId)]).toEqual(before)
})

test('of two concurrent requests for one e-mail, one succeeds', async () => {
  const email = `${randomUUID()}@example.com`
  const creating = [1, 2, 3, 4].map((n) => addUser({ email, name: `${n}`, passwordHash: 'a hash' }))

  expect((await Promise.all(creating)).filter((id) => id !== null)).toHaveLength(1)
})

test('a new account is a member with live sessions', async () => {
  const { userId } = await newPerson()

  expect(await getAccess(userId)).toMatchObject({ userId, role: 'member', generation: 0, accessVersion: 0 })
})

test('a disabled account is not found by a login or a renewal', async () => {
  const { userId, email } = await newPerson()

  expect(await disable(userId, new Date())).toBe(1)

  expect(await findLogin(email)).toBeNull()
  expect(await getAccess(userId)).toBeNull()
})

test('an unknown e-mail or id finds no user', async () => {
  expect(await findLogin('unknown@example.com')).toBeNull()
  expect(await getAccess('unknown')).toBeNull()
  expect(await getProfile('unknown')).toBeNull()
})

test('a profile contains no password hash', async () => {
  const { userId } = await newPerson()

  expect(Object.keys((await getProfile(userId)) ?? {}).sort()).toEqual(['accessVersion', 'email', 'name'])
})
