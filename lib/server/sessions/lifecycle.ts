import 'server-only'
import type { LastEnd } from '@/lib/db/sessions/last-end'
import type { Access } from '@/lib/db/users'
import type { Client } from '@/lib/server/http/client'
import type { Stores } from '@/lib/server/sessions/stores'
import type { CheckOptions } from '@/lib/session/check'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { OpenedCredential } from '@/lib/session/open'
import type { Session } from '@/lib/session/session'
import type { SessionData } from '@/lib/session/session-data'

/** What ended a session, where a model has a row to write it on. */
export type EndReason = 'logout' | 'replaced' | 'revoked'

/** Who logs in, and with what in the browser. */
export interface Arrival {
  client: Client
  now: number
  /** Sessions whose place is taken: ended in the same transaction, so that a login that fails takes nothing away. */
  replacing: readonly string[]
}

export interface Issued {
  session: Session
  /** What the next request with these cookies presents. */
  credential: OpenedCredential
  cookies: IssuedCookie[]
}

export interface Started extends Issued {
  /** Sessions that had to end in Postgres to make room. Redis is told by the caller, afterwards. */
  evicted: string[]
}

/** A session that goes on: who asks, and when the password was proven. That it goes on proves nothing. */
export interface Reopening extends Pick<Arrival, 'client' | 'now'> {
  authenticatedAt: number
}

export interface Reading extends Pick<CheckOptions, 'now' | 'trace' | 'mode'> {
  /** What the check brought along from under `copyKey`; null for nothing, undefined when it did not ask. */
  copy: string | null | undefined
  stores: Stores
}

export interface Renewing {
  client: Client
  /** Taken before anything was asked: what is issued must not outlive a denial that is being written meanwhile. */
  now: number
  /** Milliseconds since 1970. A rotation later than this is undone: whoever waits for it will have gone. */
  giveUpAt: number
}

/**
 * Milliseconds that a renewal may take. Shorter than the edge's patience: a token that was rotated behind its back would
 * never reach the browser, and the one that the browser still has would be taken for stolen.
 */
const renewalBudget = 2500

export function beginRenewing(client: Client, now: number): Renewing {
  return { client, now, giveUpAt: Date.now() + renewalBudget }
}

/** `refused`: not alive any more. `reused`: a used-up token came back, so its session was ended. */
export type Renewed = Issued | 'refused' | 'reused'

export type DataChange = (data: SessionData) => SessionData

/** A changed sealed session is a changed cookie; the other models change their row and need none. */
export type Changed = { data: SessionData; cookies: IssuedCookie[] } | 'ended' | 'too_large'

/** What can be done with an opened credential `C`. Every method may throw UnavailableError. */
export interface Lifecycle<C extends OpenedCredential> {
  /**
   * Goes on under a new id and secret, with the same data, place, start and end; the old id ends in the same instant, so
   * that of two at once, or of this and a logout, one is too late.
   * @returns null when it had ended, or its user was cut off since `access` was read
   */
  reopen(credential: C, access: Access, reopening: Reopening): Promise<Issued | null>
  /** Where Redis keeps a copy of the session, for a strict check to bring along; null where the model has none. */
  copyKey(credential: C): string | null
  /** What an allowed credential stands for. @returns null when the row says otherwise */
  read(credential: C, reading: Reading): Promise<Session | null>
  /** Like `read` for a renewable one whose renewal would be lost: looks, and changes nothing. */
  peek(credential: C, access: Access, now: number): Promise<Session | null>
  renew(credential: C, access: Access, renewing: Renewing): Promise<Renewed>
  /** In Postgres, under whichever id it goes on by now. Repeatable. Redis is told by the caller, afterwards. */
  end(credential: C, reason: EndReason, now: number): Promise<LastEnd>
  readData(credential: C, now: number): Promise<SessionData | null>
  changeData(credential: C, change: DataChange, now: number): Promise<Changed>
}

/** A model of sessions. The fourth one is one more of these, and the behaviour suite tells whether it is right. */
export interface ModelLifecycle<C extends OpenedCredential> extends Lifecycle<C> {
  /** Whether a session has a row in Postgres. One without must say in its tokens since when and until when it is. */
  hasRow: boolean
  /** @returns null when the user was cut off since `access` was read. @throws {UnavailableError} */
  start(access: Access, arrival: Arrival): Promise<Started | null>
}
