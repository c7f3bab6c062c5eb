import { expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { cutOffExpired, deleteExpired } from '@/lib/db/mail/expired-accounts'
import { deleteUnverifiedAccounts } from '@/lib/server/account/expire'
import { signUp } from '@/lib/server/account/sign-up'
import { days } from '@/lib/time'
import { newAddress, now } from '@/tests/integration/mail/addresses'
import { PostOffice } from '@/tests/integration/mail/post-office'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

new PostOffice().serve()

const exists = async (id: string) => (await askPostgres(({ user }) => user.count({ where: { id } }))) === 1
const change = (id: string, data: { createdAt?: Date; mustVerify?: boolean }) =>
  askPostgres(({ user }) => user.update({ where: { id }, data }))

/** @param age seconds since the sign-up */
async function signedUp(age: number): Promise<string> {
  const email = newAddress()
  await signUp({ email, name: 'A User', password }, client)
  const { id } = await askPostgres(({ user }) => user.findUniqueOrThrow({ where: { email } }))
  await change(id, { createdAt: new Date((now - age) * 1000) })
  return id
}

test('an account without a verified address is deleted after seven days, and not before', async () => {
  const [old, young] = [await signedUp(days(7) + 60), await signedUp(days(7) - 60)]
  expect(await deleteUnverifiedAccounts(now)).toBe(1)
  expect([await exists(old), await exists(young)]).toEqual([false, true])
})

test.each(models)('[ASVS 7.4.2] its %s session ends in the next request', async (model) => {
  const { cookies } = await start(model, await signedUp(days(8)), now)
  await deleteUnverifiedAccounts(now)
  expect(await visit(cookies, now)).toEqual({ verdict: 'revoked' })
})

test('accounts that were verified, and those from before there was mail, stay', async () => {
  const verified = await signedUp(days(8))
  await change(verified, { mustVerify: false })
  const { userId } = await newPerson()
  await change(userId, { createdAt: new Date((now - days(400)) * 1000) })

  expect(await deleteUnverifiedAccounts(now)).toBe(0)
  expect([await exists(verified), await exists(userId)]).toEqual([true, true])
})

test('an account whose address is verified meanwhile stays', async () => {
  const id = await signedUp(days(8))
  expect(await cutOffExpired(id, new Date())).toBe(1)
  await change(id, { mustVerify: false })

  expect(await cutOffExpired(id, new Date())).toBeNull()
  expect(await deleteExpired(id)).toBe(false)
  expect(await exists(id)).toBe(true)
})
