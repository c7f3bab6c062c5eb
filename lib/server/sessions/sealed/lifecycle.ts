import 'server-only'
import { insertLoginNotice } from '@/lib/db/mail/login-notices' // feature: mail
import { denyLast, insertDenied, isDenied } from '@/lib/db/sessions/denied'
import { CookieTooLargeError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { Changed, Issued, ModelLifecycle } from '@/lib/server/sessions/lifecycle'
import { freshUntilFrom, renewedFrom, rotatedFrom, startedFrom } from '@/lib/session/deadlines'
import {
  issueChanged,
  issueFitting,
  type SealedClaims,
  type SealedCredential,
  sealedCredential,
} from '@/lib/session/sealed/credential'
import type { Session } from '@/lib/session/session'
import { noData } from '@/lib/session/session-data'
import { toDate } from '@/lib/time'

/** Everything is in the cookie. The database is asked for the user, and whether this session was ended. */
export const sealedLifecycle: ModelLifecycle<SealedCredential> = {
  hasRow: false,

  async start(access, arrival) {
    // feature: mail
    // Before the cookie, as no transaction starts a sealed session: after a crash in between, no session lacks its mail.
    if (arrival.notice) await insertLoginNotice(arrival.notice)
    // end
    const claims = { ...access, ...startedFrom(arrival), sessionId: newId(), data: noData }
    const issued = await issue(claims, arrival.now)
    return { ...issued, evicted: [] }
  },

  async reopen({ claims }, access, reopening) {
    const reopened = { ...claims, ...access, ...rotatedFrom(claims, reopening), sessionId: newId() }
    // Sealed first: if sealing fails, the old session must not end.
    const issued = await issue(reopened, reopening.now)
    const { sessionId, endsAt } = claims
    const denial = { sessionId, expiresAt: toDate(endsAt), reopenedAs: reopened.sessionId }
    return (await insertDenied(denial)) ? issued : null
  },

  copyKey: () => null,

  async read({ claims }) {
    return toSession(claims)
  },

  async peek({ claims }, access) {
    if (await isDenied(claims.sessionId)) return null
    return toSession({ ...claims, ...access })
  },

  async renew({ claims }, access, { now }) {
    if (await isDenied(claims.sessionId)) return 'refused'
    // The data is carried over: the newest is in the cookie that the browser sent.
    return issue({ ...claims, ...access, ...renewedFrom(claims, now) }, now)
  },

  end: ({ sessionId, endsAt }) => denyLast(sessionId, toDate(endsAt)),

  async readData({ claims }) {
    return claims.data
  },

  /** Last write wins: two tabs that change it concurrently each seal their own data (lost update). */
  async changeData({ claims }, change, now) {
    return writeData({ ...claims, data: change(claims.data) }, now)
  },
}

async function issue(wanted: SealedClaims, now: number): Promise<Issued> {
  const { cookie, claims } = await issueFitting(wanted, now)
  return { session: toSession(claims), credential: sealedCredential(claims), cookies: [cookie] }
}

async function writeData(claims: SealedClaims, now: number): Promise<Changed> {
  try {
    return { data: claims.data, cookies: [await issueChanged(claims, now)] }
  } catch (error) {
    if (error instanceof CookieTooLargeError) return 'too_large'
    throw error
  }
}

function toSession({ sessionId: id, userId, role, accessVersion, ...claims }: SealedClaims): Session {
  const { startedAt, authenticatedAt, amr, idleUntil, endsAt } = claims
  const times = {
    ...{ startedAt, authenticatedAt, amr, freshUntil: freshUntilFrom(claims), idleUntil, endsAt },
    lacksFactor: claims.lacksFactor, // feature: required-factor
  }
  return { id, model: 'sealed', userId, role, accessVersion, ...times }
}
