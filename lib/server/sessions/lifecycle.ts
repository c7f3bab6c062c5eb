import 'server-only'
import type { NewLoginNotice } from '@/lib/db/mail/login-notices' // feature: mail
import type { Access } from '@/lib/db/users'
import type { Client } from '@/lib/server/http/client'
import { StoredMemory } from '@/lib/server/sessions/stored/copy' // model: stored
import type { Amr } from '@/lib/session/assurance'
import type { CheckOptions } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { OpenedCredential } from '@/lib/session/open'
import { type Sources, usualSources } from '@/lib/session/revocation/modes'
import type { LastEnd, Session } from '@/lib/session/session'
import type { SessionData } from '@/lib/session/session-data'

/** Why a session ended, stored on its row where the model has one. */
export type EndReason = 'logout' | 'replaced' | 'revoked'

/** The client of a login, how the user has authenticated, and the sessions it replaces. */
export interface Arrival {
  client: Client
  now: number
  amr: Amr
  lacksFactor?: boolean | undefined // feature: required-factor
  /** "Keep me logged in". False: the session is short, and the browser deletes its cookies when it is closed. */
  persistent: boolean
  /** Replaced sessions: ended in the same transaction, so that a failed login ends nothing. */
  replacing: readonly string[]
  // feature: mail
  /** The mail to the owner: queued in the same transaction where there is one, otherwise before the session exists. */
  notice?: NewLoginNotice | null
  // end
}

export interface Issued {
  session: Session
  /** The credential that the next request with these cookies presents. */
  credential: OpenedCredential
  cookies: IssuedCookie[]
}

export interface Started extends Issued {
  /** Sessions that were ended in Postgres because of the limit per user. The caller publishes their end to Redis afterwards. */
  evicted: string[]
}

/** A rotation of the session id, with the time of the last re-authentication. The rotation itself does not count as one. */
export interface Reopening extends Pick<Arrival, 'client' | 'now'> {
  authenticatedAt: number
  /** All methods of the session from now on, for example after the user turned a second factor on. By default unchanged. */
  amr?: Amr | undefined
}

export interface Reading extends Pick<CheckOptions, 'now' | 'trace' | 'mode'> {
  /** The cached row that the check has read under `copyKey`; null when there was none, undefined when it did not ask. */
  copy: string | null | undefined
  stores: Stores
}

export interface Renewing {
  client: Client
  /** Read before any check: the new credential must not outlive a denial that is written meanwhile. */
  now: number
  /** Milliseconds since 1970. A rotation that ends later is rolled back: its caller no longer waits. */
  giveUpAt: number
}

/**
 * Milliseconds that a renewal may take. Shorter than the edge's timeout: if the edge gave up first, the rotated token
 * would never reach the browser, and the browser's old token would later look like a replay.
 */
const renewalBudget = 2500

export function beginRenewing(client: Client, now: number): Renewing {
  return { client, now, giveUpAt: Date.now() + renewalBudget }
}

/** `refused`: not alive any more. `reused`: refresh token reuse was detected, so the session was revoked. */
export type Renewed = Issued | 'refused' | 'reused'

export type DataChange = (data: SessionData) => SessionData

// model: sealed
/** A changed sealed session is a new cookie; the other models change their row and need none. */
// end
export type Changed = { data: SessionData; cookies: IssuedCookie[] } | 'ended' | 'too_large'

/** The operations on an opened credential `C`. Every method may throw UnavailableError. */
export interface Lifecycle<C extends OpenedCredential> {
  /**
   * Rotates the session's id and secret, with the same data, start and end. The old id ends in the same transaction, so
   * of two concurrent rotations, or a rotation and a logout, only one succeeds.
   * @returns null when the session had ended, or was revoked since `access` was read
   */
  reopen(credential: C, access: Access, reopening: Reopening): Promise<Issued | null>
  /** The Redis key of the session's cached row, read in the same round trip; null where the model has none. */
  copyKey(credential: C): string | null
  /** Reads the session of an allowed credential. @returns null when the row says that it is over */
  read(credential: C, reading: Reading): Promise<Session | null>
  /** Like `read`, for a renewable credential whose new cookies would be lost: reads without writing. */
  peek(credential: C, access: Access, now: number): Promise<Session | null>
  renew(credential: C, access: Access, renewing: Renewing): Promise<Renewed>
  /** Ends the session in Postgres, under its current id. Idempotent. The caller publishes the end to Redis afterwards. */
  end(credential: C, reason: EndReason, now: number): Promise<LastEnd>
  readData(credential: C, now: number): Promise<SessionData | null>
  changeData(credential: C, change: DataChange, now: number): Promise<Changed>
}

/** A session model. A fourth model implements this interface, and the behaviour suite checks it. */
export interface ModelLifecycle<C extends OpenedCredential> extends Lifecycle<C> {
  /** Whether a session has a row in Postgres. A session without one must carry its start and end in its tokens. */
  hasRow: boolean
  /** @returns null when the user's sessions were revoked since `access` was read. @throws {UnavailableError} */
  start(access: Access, arrival: Arrival): Promise<Started | null>
}

/** The stores that the server check asks. Production has one of each; tests, benchmarks and experiments pass their own. */
export interface Stores {
  /** For revocations. */
  sources: Sources
  /** Runs a query in Postgres. @throws {UnavailableError} */
  askDatabase: <T>(question: () => Promise<T>) => Promise<T>
  // model: stored
  /** This process's cache of stored sessions. */
  memory: StoredMemory
  // end
}

const memory = new StoredMemory() // model: stored

/** The stores of this process. */
export const usualStores = (): Stores => ({
  sources: usualSources(),
  askDatabase: (question) => question(),
  memory, // model: stored
})
