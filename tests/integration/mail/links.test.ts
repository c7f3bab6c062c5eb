import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifyAddressRow } from '@/lib/db/mail/addresses'
import { saveLink } from '@/lib/db/mail/links'
import { resetPasswordRow, undoChangeRow } from '@/lib/db/mail/recover'
import { newSecret, sha256 } from '@/lib/ids'
import { toRow } from '@/lib/server/mail/letters'
import { changeTo, newAddress, newOwner, userOf } from '@/tests/integration/mail/addresses'
import { PostOffice } from '@/tests/integration/mail/post-office'
import { newPerson } from '@/tests/integration/support/person'
import { client } from '@/tests/integration/support/session'

/*
 * The statements that use a code up. The use cases above them look first whether a code is valid, so only two requests
 * at once (address-races.real.test.ts), or these calls, reach a statement with a used code.
 */

const office = new PostOffice().serve()
const askedAt = new Date()
const row = { passwordHash: 'a hash', by: client, now: askedAt }

async function newLink(purpose: 'verify' | 'reset') {
  const { userId, email } = await newPerson()
  const codeHash = sha256(newSecret())
  expect(await saveLink({ userId, purpose, codeHash, askedAt, lifetime: 60, sentTo: email })).toBe(true)
  return { userId, email, codeHash }
}

const tell = (userId: string) => toRow({ kind: 'password_changed', userId, at: 0, ip: null })

test('[ASVS 6.4.1] the statement that uses a link up finds it used the second time', async () => {
  const verify = await newLink('verify')
  expect(await verifyAddressRow(verify.codeHash, client)).toBe(true)
  expect(await verifyAddressRow(verify.codeHash, client)).toBe(false)

  const { codeHash } = await newLink('reset')
  expect(await resetPasswordRow({ ...row, codeHash, tell })).toMatchObject({ generation: 1 })
  expect(await resetPasswordRow({ ...row, codeHash, tell })).toBeNull()
})

test('[ASVS 6.4.1] the statement that uses a link up finds it expired', async () => {
  const { userId, email } = await newPerson()
  const codeHash = sha256(newSecret())
  await saveLink({ userId, purpose: 'verify', codeHash, askedAt, lifetime: -1, sentTo: email })
  expect(await verifyAddressRow(codeHash, client)).toBe(false)
})

test('a link of one purpose serves no other', async () => {
  const { codeHash } = await newLink('verify')
  expect(await resetPasswordRow({ ...row, codeHash, tell })).toBeNull()
  expect(await verifyAddressRow((await newLink('reset')).codeHash, client)).toBe(false)
})

test('[ASVS 6.4.1] the statement that undoes a change finds its code used the second time', async () => {
  const { userId } = await newOwner()
  const codeHash = sha256((await changeTo(office, userId, newAddress())) ?? '')
  const undo = () => undoChangeRow({ ...row, codeHash, tell: async () => [] })
  expect(await undo()).toMatchObject({ userId })
  const after = await userOf(userId)
  expect(await undo()).toBeNull()
  expect(await userOf(userId)).toEqual(after)
})

test('no link is made for an address that the account does not have, or has no more', async () => {
  const { userId, email } = await newPerson()
  const save = (sentTo: string) =>
    saveLink({ userId, purpose: 'reset', codeHash: sha256(randomUUID()), askedAt, lifetime: 60, sentTo })
  expect(await save(newAddress())).toBe(false)
  expect(await save(email)).toBe(true)
})
