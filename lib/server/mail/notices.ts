// feature: mail (this file)
import 'server-only'
import type { NewLoginNotice } from '@/lib/db/mail/login-notices'
import { newSecret, sha256 } from '@/lib/ids'
import { type DeviceOwner, findDevice } from '@/lib/server/limits/device'
import type { Guesser } from '@/lib/server/limits/guess'
import { toRow } from '@/lib/server/mail/letters'
import { isMailOn } from '@/lib/server/mail/smtp'
import { days } from '@/lib/time'

/** How long the owner can say "this was not me". Seconds. */
const lifetime = days(7)

/**
 * The mail that informs the owner of a login (ASVS 6.3.5).
 * @returns null for a browser whose device cookie says that it has logged in to this account before, and where no mail is sent
 */
export async function noticeOfLogin(
  { client, device }: Guesser,
  owner: DeviceOwner,
  now: number,
): Promise<NewLoginNotice | null> {
  if (!isMailOn() || (await findDevice(device, owner, now)) !== null) return null

  const { userId, generation } = owner
  const code = newSecret()
  const facts = { kind: 'login', userId, code, at: now, ...client } as const
  return {
    ...{ userId, generation, codeHash: sha256(code), lifetime },
    write: (to, isLast) => toRow({ ...facts, to, isLast }),
  }
}

// model: signed
/** The mail that informs the owner that a used refresh token was presented again. @returns null where no mail is sent */
export function warningOfReuse(userId: string, now: number) {
  if (!isMailOn()) return null
  return (isLast: boolean) => toRow({ kind: 'refresh_reused', userId, at: now, isLast })
}
// end
