// feature: notice (this file)
import { routes } from '@/lib/routes'
import { minutes } from '@/lib/time'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel } from '@/tests/support/models'
import { type Account, newAccount, openSession } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'

/** An account whose password was just changed, and the browser in which it was changed. */
export async function changedPassword(): Promise<{ account: Account; phone: Visitor }> {
  const account = await newAccount(givenApplication())
  const phone = await openSession(givenApplication(), anyModel, { ...account, age: minutes(1) })
  const wanted = 'a new day for letters'
  await phone.submit(routes.account, 'wanted', { current: account.password, wanted })
  return { account: { ...account, password: wanted }, phone }
}
