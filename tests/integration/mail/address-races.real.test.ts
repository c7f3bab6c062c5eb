import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { deleteUser } from '@/lib/db/cut-off'
import { requestResetLink, resetPassword, undoAddressChange } from '@/lib/server/account/recover'
import { signUp } from '@/lib/server/account/sign-up'
import { sendMailNow } from '@/lib/server/mail/outbox'
import {
  changeCode,
  changeTo,
  confirm,
  newAddress,
  newOwner,
  now,
  sent,
  userOf,
  visitorOf,
} from '@/tests/integration/mail/addresses'
import { codeIn, PostOffice } from '@/tests/integration/mail/post-office'
import { isPasswordOf } from '@/tests/integration/support/password'
import { holdAddresses, holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { client } from '@/tests/integration/support/session'

raceOnRealStores()

const office = new PostOffice().serve()
const wanted = 'a new battery for the horse'
const undo = (code: string | null) => undoAddressChange({ code: code ?? '', password: wanted }, client, now)

/** An account whose address was changed by an attacker, who has requested a second change. */
async function taken() {
  const { userId, email } = await newOwner()
  const code = await changeTo(office, userId, newAddress())
  return { userId, email, code, second: await changeCode(office, await visitorOf(userId), newAddress()) }
}

test.each(['undo first', 'change first'])(
  'of an undo and a second change at once, the undo decides: %s',
  async (order) => {
    const { userId, email, code, second } = await taken()
    const addresses = await holdAddresses()
    const begin = [() => undo(code), () => confirm(second)]
    const racing: Promise<unknown>[] = []
    // Postgres gives the lock to those who wait in the order in which they came.
    for (const one of order === 'undo first' ? begin : begin.toReversed()) {
      racing.push(one())
      await addresses.waiters(racing.length)
    }
    await addresses.release()
    await Promise.all(racing)

    expect((await userOf(userId)).email).toBe(email)
    expect(await isPasswordOf(email, wanted)).toBe(true)
    const open = { where: { userId, endedAt: null } }
    expect(await askPostgres(({ addressChange }) => addressChange.count(open))).toBe(0)
  },
)

test('[ASVS 6.4.1] of two undos at once with one code, one succeeds', async () => {
  const { code } = await taken()
  const addresses = await holdAddresses()
  const racing = [undo(code), undo(code)]
  await addresses.waiters(2)
  await addresses.release()
  expect((await Promise.all(racing)).map(({ outcome }) => outcome).toSorted()).toEqual(['reset', 'wrong_code'])
})

test('of two accounts that are given one address at once, one gets it, and the other code is refused', async () => {
  const email = newAddress()
  const owners = [await newOwner(), await newOwner()]
  const codes: string[] = []
  for (const { userId } of owners) codes.push(await changeCode(office, await visitorOf(userId), email))

  const addresses = await holdAddresses()
  const racing = codes.map((code) => confirm(code))
  await addresses.waiters(2)
  await addresses.release()
  expect((await Promise.all(racing)).map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'wrong_code'])
  const having = await Promise.all(owners.map(async ({ userId }) => (await userOf(userId)).email))
  expect(having.filter((each) => each === email)).toHaveLength(1)
})

test('a sign-up with an old address that waits for its change finds the address held', async () => {
  const { userId, email } = await newOwner()
  const change = await changeCode(office, await visitorOf(userId), newAddress())
  // The change has written the new address, and is not committed.
  const outbox = await holdTable('OutgoingMail')
  const changing = confirm(change)
  await outbox.waiters(1)
  const signingUp = signUp({ email, name: 'Eve', password: wanted }, client)
  await outbox.waiters(2)
  await outbox.release()
  await Promise.all([changing, signingUp])

  expect(await askPostgres(({ user: users }) => users.count({ where: { email } }))).toBe(0)
})

test('a link for a new password that is made during an undo is not sent: its mailbox is no longer that of the account', async () => {
  const { userId, email, code } = await taken()
  await requestResetLink((await userOf(userId)).email, client)
  const user = await holdUser(userId)
  const undoing = undo(code)
  await user.waiters(1)
  const sending = sendMailNow()
  await user.waiters(2)
  await user.release()
  await Promise.all([undoing, sending])

  expect((await userOf(userId)).email).toBe(email)
  expect(office.received.filter(({ subject }) => subject.startsWith('Set a new password'))).toEqual([])
})

test('a reset that waits for an undo of the same account is refused', async () => {
  const { userId, email, code } = await taken()
  await requestResetLink((await userOf(userId)).email, client)
  const reset = codeIn((await sent(office))[0])
  const user = await holdUser(userId)
  const undoing = undo(code)
  await user.waiters(1)
  const resetting = resetPassword({ code: reset, password: 'the wish of an attacker' }, client, now)
  await user.waiters(2)
  await user.release()

  expect([(await undoing).outcome, (await resetting).outcome]).toEqual(['reset', 'wrong_code'])
  expect(await isPasswordOf(email, wanted)).toBe(true)
})

test('an undo during the deletion of the account finds nothing, and the two do not wait for each other', async () => {
  const { userId, code } = await taken()
  const user = await holdUser(userId)
  const deleting = deleteUser(userId)
  await user.waiters(1)
  const undoing = undo(code)
  await user.waiters(2)
  await user.release()

  expect([await deleting, (await undoing).outcome]).toEqual(['deleted', 'wrong_code'])
})
