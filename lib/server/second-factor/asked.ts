// feature: second-factor (this file)
import 'server-only'
import { insertAsked } from '@/lib/db/second-factor/asked'
import type { Client } from '@/lib/server/http/client'
import { type DeviceOwner, findDevice } from '@/lib/server/limits/device'
// feature: mail
import { toRow } from '@/lib/server/mail/letters'
import { isMailOn } from '@/lib/server/mail/smtp'
import { challengeLifetime } from '@/lib/server/second-factor/challenge'
// end
import type { Model } from '@/lib/session/models' // model: several
import { hours, minutes } from '@/lib/time'

interface Asking {
  owner: DeviceOwner
  client: Client
  /** The device cookie, unopened. */
  device: string | null
  challengeId: string // feature: mail
  model: Model // model: several
}

/**
 * Records that the right password was entered and the second factor was asked for. A person who knows the password can
 * repeat this without limit, so there are two entries an hour at most: one for browsers that have logged in to the account
 * before, and one for all others, so that the owner's own logins do not hide those of an attacker.
 */
export async function recordAsked({ owner, client, device, ...login }: Asking, now: number): Promise<void> {
  const { userId } = owner
  const browser = (await findDevice(device, owner, now)) === null ? 'new' : 'known'
  const entry = {
    ...({ kind: 'second_factor_asked', userId, ...client } as const),
    model: login.model, // model: several
  }
  await insertAsked({
    id: [entry.kind, userId, browser, Math.floor(now / hours(1))].join(':'),
    entry,
    mail: browser === 'new' ? await warningOf(userId, login.challengeId, client, now) : null, // feature: mail
  })
}

// feature: mail
/**
 * The mail to the owner that another person knows the password (ASVS 6.3.5). It waits until the challenge has expired, and
 * is not sent if its second factor has followed. @returns null where no mail is sent
 */
async function warningOf(userId: string, challengeId: string, { ip, userAgent }: Client, at: number) {
  if (!isMailOn()) return null

  const row = await toRow({ kind: 'password_known', userId, challengeId, at, ip, userAgent })
  return { ...row, delay: challengeLifetime + minutes(1) }
}
// end
