// feature: mail (this file)
import type { Model } from '@/lib/session/models'
import type { Application } from '@/tests/support/application'
import { logInByForm } from '@/tests/support/log-in'
import { awaitMail, linkIn } from '@/tests/support/mailbox'
import { newAccount } from '@/tests/support/open-session'

/** The owner of a new account has logged in once, and then an attacker, about whom the owner got a mail. */
export async function noticedLogin(app: Pick<Application, 'url' | 'settings'>, model: Model) {
  const account = await newAccount(app)
  await logInByForm(app, model, account)
  const attacker = await logInByForm(app, model, account)
  return { account, attacker, ...linkIn(await awaitMail(account.email, app)) }
}
