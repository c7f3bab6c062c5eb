import 'server-only'
import { getProfile, normalizeEmail, type Profile, setName } from '@/lib/db/users'
import { env } from '@/lib/env'
import { audit } from '@/lib/server/audit'
import { type TooMany, takeFrom } from '@/lib/server/limits/bucket'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/end'
import { renewSession } from '@/lib/server/sessions/issue'
import { type Arrival, beginRenewing } from '@/lib/server/sessions/lifecycle'
import type { IssuedCookie } from '@/lib/session/cookies'
import { ageOf, currentMoment, type Moment } from '@/lib/session/revocation/age'
import { raiseAccessVersion } from '@/lib/session/revocation/write'
import type { Session } from '@/lib/session/session'

/** Name and e-mail are in no credential: they are personal, they change, and anyone can read a token. */
export { getProfile } from '@/lib/db/users'

/** Accounts. At half a kilobyte each, a few megabytes. */
const most = 5000

/**
 * Names and e-mail addresses in the memory of this process. An entry counts for sessions whose access version is not higher
 * than its own. The check accepts no session with a lower version than the feed, so a change that the feed has brought
 * makes the entry useless, also if it was read before the change and arrives here afterwards.
 */
export class ProfileMemory {
  /** In the order in which they were read: the first is the oldest. */
  readonly #kept = new Map<string, { profile: Profile; since: Moment }>()
  readonly #read: typeof getProfile

  constructor(read = getProfile) {
    this.#read = read
  }

  get size(): number {
    return this.#kept.size
  }

  /** @returns null when the account does not exist, which is never cached. @throws {UnavailableError} */
  async find({ userId, accessVersion }: Pick<Session, 'userId' | 'accessVersion'>): Promise<Profile | null> {
    const kept = this.#kept.get(userId)
    if (kept && isYoung(kept.since) && kept.profile.accessVersion >= accessVersion) return kept.profile

    // Read before the query: the entry must not look younger than its content.
    const since = currentMoment()
    const profile = await this.#read(userId)
    this.forget(userId)
    if (profile) this.#kept.set(userId, { profile, since })
    this.#forgetOld()
    return profile
  }

  forget(userId: string): void {
    this.#kept.delete(userId)
  }

  #forgetOld(): void {
    for (const [userId, { since }] of this.#kept) {
      if (isYoung(since) && this.#kept.size <= most) return
      this.#kept.delete(userId)
    }
  }
}

/** As long as a credential is fresh: a change that was not published is seen at the renewal, and not later here. */
const isYoung = (since: Moment) => ageOf(since) <= env().FRESH_SECONDS * 1000

const memory = new ProfileMemory()

/** Name and e-mail of a session that the check has accepted: usually without a query. @throws {UnavailableError} */
export const findProfile = (session: Session): Promise<Profile | null> => memory.find(session)

/** Removes the name and e-mail of a deleted account from this process. */
export const forgetProfile = (userId: string): void => memory.forget(userId)

export type NameChange = { outcome: 'saved'; cookies: readonly IssuedCookie[] } | { outcome: 'ended' } | TooMany

/**
 * Changes the name. The access version rises with it, as with a role: every session of the user becomes renewable, and finds
 * the new name. The visitor's credential is renewed here, so the next request finds it in every process, before the feed
 * arrives there. If the change cannot be published, other sessions find it at their renewal.
 * @throws {UnavailableError} when a store is unavailable: then nothing has changed
 */
export async function changeName(
  { session, credential }: AllowedVisitor,
  name: string,
  { client, now }: Pick<Arrival, 'client' | 'now'>,
): Promise<NameChange> {
  const { id: sessionId, userId, model } = session
  const taken = await takeFrom([{ limit: 'nameChange', of: userId }])
  if (taken.outcome === 'too_many') return taken

  const accessVersion = await setName(userId, name)
  if (accessVersion === null) return { outcome: 'ended' }

  await tell(() => raiseAccessVersion(userId, accessVersion))
  await audit({ kind: 'name_changed', userId, sessionId, model, ...client })
  const renewing = () => renewSession(credential, beginRenewing(client, now))
  const renewed = await orUnavailable(renewing, null, 'session_not_renewed')
  return { outcome: 'saved', cookies: renewed?.cookies ?? [] }
}

/** Whether this is the address of the visitor's own account, in upper or lower case. @throws {UnavailableError} */
export async function isOwnEmail({ session }: AllowedVisitor, typed: string): Promise<boolean> {
  const profile = await getProfile(session.userId)
  return profile !== null && profile.email === normalizeEmail(typed)
}
