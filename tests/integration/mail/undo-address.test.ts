import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { newSecret } from '@/lib/ids'
import { requestAddressChange } from '@/lib/server/account/address'
import { disownLogin } from '@/lib/server/account/disown-login'
import { listPasswordChanges } from '@/lib/server/account/password-notice' // feature: notice
import { publishReset, requestResetLink, resetPassword, undoAddressChange } from '@/lib/server/account/recover'
import { signUp } from '@/lib/server/account/sign-up'
import {
  addressed,
  changeCode,
  changeTo,
  confirm,
  kindsOf,
  newAddress,
  newOwner,
  now,
  sent,
  userOf,
  visitorOf,
} from '@/tests/integration/mail/addresses'
import { logInAs, makeOld, sessionOf } from '@/tests/integration/mail/newcomer'
import { codeIn, PostOffice } from '@/tests/integration/mail/post-office'
import { isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive } from '@/tests/integration/support/rows'
import { client, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const office = new PostOffice().serve()
const wanted = 'a new battery for the horse'
const later = now + 60
const wrong = { outcome: 'wrong_code' }
const done = { outcome: 'reset' }

const undo = (code: string | null, typed = wanted) =>
  undoAddressChange({ code: code ?? 'no code', password: typed }, client, later)

/** An account whose address was changed by an attacker. */
async function taken() {
  const { userId, email } = await newOwner()
  const attackers = newAddress()
  return { userId, email, attackers, code: await changeTo(office, userId, attackers) }
}

describe.each(models)('[ASVS 7.4.3] with %s sessions', (model) => {
  test('the owner of the old address restores it, ends every session and sets a new password', async () => {
    const { userId, email, attackers, code } = await taken()
    const { cookies } = await start(model, userId, now)

    expect(await undo(code)).toEqual(done)
    expect(await userOf(userId)).toMatchObject({ email, emailVerifiedAt: expect.any(Date) })
    expect(await visit(cookies, later)).toEqual({ verdict: 'revoked' })
    expect(await countAlive(userId)).toBe(0)
    expect([await isPasswordOf(email, wanted), await isPasswordOf(email, password)]).toEqual([true, false])
    expect(addressed(await sent(office))).toEqual(
      [
        [attackers, 'The change of the address was undone'],
        [email, 'Your address is restored'],
      ].toSorted(),
    )
    expect((await kindsOf(userId)).at(-1)).toBe('address_restored')
  })
})

// feature: notice
test('[ASVS 6.3.7] every later session shows that the password was changed', async () => {
  const { userId, code } = await taken()
  await undo(code)
  expect(await listPasswordChanges((await start('stored', userId, later)).session)).toMatchObject([{ ip: client.ip }])
})
// end

describe('[ASVS 6.4.1] a code undoes nothing', () => {
  test('when it was used before', async () => {
    const { userId, email, code } = await taken()
    await undo(code)
    await changeTo(office, userId, newAddress())

    expect(await undo(code, 'another battery for the horse')).toEqual(wrong)
    expect((await userOf(userId)).email).not.toBe(email)
  })

  test('when it is more than seven days old, by the clock of PostgreSQL', async () => {
    const { userId, attackers, code } = await taken()
    const [change] = await askPostgres(({ addressChange }) => addressChange.findMany({ where: { userId } }))
    const daysLeft = ((change?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000
    expect([daysLeft > 6.99, daysLeft < 7.01]).toEqual([true, true])
    await askPostgres(
      (database) =>
        database.$executeRaw`UPDATE "AddressChange" SET "expiresAt" = CURRENT_TIMESTAMP WHERE "userId" = ${userId}`,
    )

    expect(await undo(code)).toEqual(wrong)
    expect((await userOf(userId)).email).toBe(attackers)
  })

  test('when it is a guess, or of a link that changes an address', async () => {
    const { userId, attackers } = await taken()
    const change = await changeCode(office, await visitorOf(userId), newAddress())
    for (const code of [newSecret(), change]) expect(await undo(code)).toEqual(wrong)
    expect((await userOf(userId)).email).toBe(attackers)
  })

  test('when the account was disabled, and it still works when the account is enabled again', async () => {
    const { userId, email, code } = await taken()
    const setDisabled = (disabledAt: Date | null) =>
      askPostgres(({ user }) => user.update({ where: { id: userId }, data: { disabledAt } }))
    await setDisabled(new Date())
    expect(await undo(code)).toEqual(wrong)

    await setDisabled(null)
    expect(await undo(code)).toEqual(done)
    expect((await userOf(userId)).email).toBe(email)
  })
})

describe('an attacker who has changed the address', () => {
  test('cannot keep it by changing it a second time: the first owner undoes both, and the later link ends', async () => {
    const { userId, email, code } = await taken()
    const second = await changeTo(office, userId, newAddress())

    expect(await undo(code)).toEqual(done)
    expect((await userOf(userId)).email).toBe(email)
    expect(await undo(second, 'the wish of an attacker')).toEqual(wrong)
    expect(await isPasswordOf(email, wanted)).toBe(true)
  })

  test('cannot keep it by undoing the second change: the link to the first address still works', async () => {
    const { userId, email, attackers, code } = await taken()
    const second = await changeTo(office, userId, newAddress())
    expect(await undo(second, 'the wish of an attacker')).toEqual(done)
    expect((await userOf(userId)).email).toBe(attackers)

    expect(await undo(code)).toEqual(done)
    expect((await userOf(userId)).email).toBe(email)
  })

  test('gets no link when the owner changes it back, and the old link has done its work', async () => {
    const { userId, email, code } = await taken()
    expect(await changeTo(office, userId, email)).toBeNull()
    expect(await undo(code)).toEqual(wrong)
  })

  test('has no link "this was not me" that works after the owner has changed it back, and the owner keeps the earlier one', async () => {
    const { userId, email } = await newOwner()
    await makeOld(userId)
    const noticeTo = async (address: string) => {
      sessionOf(await logInAs({ email: address }))
      return codeIn((await sent(office)).find(({ to }) => to.includes(address)))
    }
    const owners = await noticeTo(email)
    const attackers = newAddress()
    await changeTo(office, userId, attackers)
    const notice = await noticeTo(attackers)

    expect(await changeTo(office, userId, email)).toBeNull()

    expect(await disownLogin(notice, client, later)).toEqual(wrong)
    expect(await disownLogin(owners, client, later)).toMatchObject({ outcome: 'ended' })
  })

  test('has nothing left that works after the undo: neither a requested change nor a link for a new password', async () => {
    const { userId, attackers, email, code } = await taken()
    const change = await changeCode(office, await visitorOf(userId), newAddress())
    await requestResetLink(attackers, client)
    const reset = codeIn((await sent(office))[0])

    await undo(code)
    expect(await resetPassword({ code: reset, password: 'the wish of an attacker' }, client, later)).toEqual(wrong)
    expect(await confirm(change, null, later)).toEqual(wrong)
    await requestResetLink(attackers, client)
    expect((await sent(office)).filter(({ subject }) => subject.startsWith('Set a new password'))).toEqual([])
    expect((await userOf(userId)).email).toBe(email)
  })

  test('cannot open an account with the old address, and cannot give it to another account', async () => {
    const { userId, email, code } = await taken()
    const accomplice = await newOwner()
    await signUp({ email, name: 'Eve', password: 'the wish of an attacker' }, client)
    const mails = await sent(office)
    expect(addressed(mails)).toEqual([[email, 'Your address is still reserved']])
    expect(await askPostgres(({ user }) => user.count({ where: { email } }))).toBe(0)
    await requestAddressChange(await visitorOf(accomplice.userId), email, { client })
    expect(await sent(office)).toEqual([])

    expect(await undo(code)).toEqual(done)
    expect((await userOf(userId)).email).toBe(email)
  })
})

test('the address that the account had before a change is free when the change can no longer be undone', async () => {
  const { userId, email } = await taken()
  await askPostgres(
    (database) =>
      database.$executeRaw`UPDATE "AddressChange" SET "expiresAt" = CURRENT_TIMESTAMP WHERE "userId" = ${userId}`,
  )
  await signUp({ email, name: 'Another User', password: wanted }, client)
  expect(await askPostgres(({ user }) => user.count({ where: { email } }))).toBe(1)
})

test('an undo can be published again by its used code alone', async () => {
  const { code } = await taken()
  expect(await publishReset(code ?? '', client)).toBe('wrong_code')
  await undo(code)
  expect(await publishReset(code ?? '', client)).toBe('reset')
})

test('the code of one account restores no address of another', async () => {
  const [one, other] = [await taken(), await taken()]
  await undo(one.code)
  expect((await userOf(other.userId)).email).toBe(other.attackers)
})

test('a change of an account without a verified address cannot be undone', async () => {
  expect(await changeTo(office, (await newPerson()).userId, newAddress())).toBeNull()
})

test('ends the links "this was not me" that were mailed to the new address: an attacker cannot lock the new password', async () => {
  const { userId, email, attackers, code } = await taken()
  await makeOld(userId)
  sessionOf(await logInAs({ email: attackers }))
  const [notice] = await sent(office)
  expect(notice?.to).toEqual([attackers])
  await undo(code)

  expect(await disownLogin(codeIn(notice), client, later)).toEqual(wrong)
  expect(await isPasswordOf(email, wanted)).toBe(true)
})

test('leaves the links that were mailed before the change: the owner has them', async () => {
  const { userId, email } = await newOwner()
  await makeOld(userId)
  sessionOf(await logInAs({ email }))
  const [notice] = await sent(office)
  await undo(await changeTo(office, userId, newAddress()))

  expect(await disownLogin(codeIn(notice), client, later)).toMatchObject({ outcome: 'ended' })
})
