// feature: mail (this file)
import 'server-only'
import { getAddress } from '@/lib/db/mail/addresses'
import type { NotMeLink } from '@/lib/db/mail/notices'
import type { MailToQueue } from '@/lib/db/mail/outbox'
import { newSecret, sha256 } from '@/lib/ids'
import type { FactorEvent } from '@/lib/server/mail/letters'
import { toRow, undoLifetime } from '@/lib/server/mail/letters'
import { isMailOn } from '@/lib/server/mail/smtp'

interface About {
  userId: string
  at: number
  ip: string | null
}

/** The mail that tells the owner about an unusual use of a second factor. Null where no mail is sent. */
export async function letterAbout(event: FactorEvent, about: About): Promise<MailToQueue | null> {
  return isMailOn() ? toRow({ kind: 'second_factor', event, ...about, disown: null }) : null
}

/** After these, an attacker logs in with what was added: also after the owner has set a new password. */
const additions: readonly FactorEvent[] = ['app_on', 'passkey_added', 'recovery_codes_made']

/**
 * The mail about a change of the factors. After an addition it has a link that says "this was not me", if the owner has
 * verified the address: an address that another person may read gets no link that sets a password. The caller has read
 * the counters of the user before: a change of the address since then makes the change of the factors fail.
 */
export async function letterAboutChange(
  event: FactorEvent,
  about: About,
): Promise<{ mail: MailToQueue | null; notice: NotMeLink | null }> {
  const address = isMailOn() && additions.includes(event) ? await getAddress(about.userId) : null
  if (!address?.emailVerifiedAt) return { mail: await letterAbout(event, about), notice: null }

  const code = newSecret()
  const disown = { to: address.email, code }
  return {
    mail: await toRow({ kind: 'second_factor', event, ...about, disown }),
    notice: { codeHash: sha256(code), lifetime: undoLifetime },
  }
}
