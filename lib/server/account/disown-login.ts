// feature: mail (this file)
import 'server-only'
import { disownLoginRow } from '@/lib/db/mail/login-notices'
import { newSecret, sha256 } from '@/lib/ids'
import { lockedHash } from '@/lib/server/account/passwords'
import type { Client } from '@/lib/server/http/client'
import type { TooMany } from '@/lib/server/limits/bucket'
import { takeRecoveryCode } from '@/lib/server/limits/guess'
import { linkLifetimes } from '@/lib/server/mail/letters'
import { type End, tell } from '@/lib/server/sessions/end'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/**
 * `ended`: with the code that sets the new password, and whether the end was published to Redis. `wrong_code`: unknown,
 * used or expired.
 */
export type Disowned = { outcome: 'ended'; code: string; told: End } | { outcome: 'wrong_code' } | TooMany

/**
 * "This was not me." The attacker knows the password, so ending one session is not enough: it revokes every session of the
 * account, of every model and under every id, and locks the password. Until the owner sets a new one, no login succeeds.
 * It works also when that session has ended or the password was changed since: the attacker may have done both.
 * @throws {UnavailableError} when nothing has changed
 */
export async function disownLogin(code: string, client: Client, now: number): Promise<Disowned> {
  const place = await takeRecoveryCode(client)
  if (place.outcome === 'too_many') return place

  const newCode = newSecret()
  const ended = await disownLoginRow({
    codeHash: sha256(code),
    lockedHash: lockedHash(),
    link: { codeHash: sha256(newCode), lifetime: linkLifetimes.reset },
    by: client,
    now: toDate(now),
  })
  if (!ended) return { outcome: 'wrong_code' }

  const { userId, generation } = ended
  return { outcome: 'ended', code: newCode, told: await tell(() => raiseGeneration(userId, generation)) }
}
