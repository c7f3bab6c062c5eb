import 'server-only'
import { denyLast, insertDenied, isDenied } from '@/lib/db/sessions/denied'
import type { Access } from '@/lib/db/users'
import { CookieTooLargeError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { Changed, Issued, ModelLifecycle } from '@/lib/server/sessions/lifecycle'
import { deadlinesFrom, freshUntilFrom, issuedFrom } from '@/lib/session/deadlines'
import { type SealedClaims, type SealedCredential, sealedCredential } from '@/lib/session/sealed/credential'
import { issueChanged, issueFitting } from '@/lib/session/sealed/room'
import type { Session } from '@/lib/session/session'
import { noData } from '@/lib/session/session-data'
import { toDate } from '@/lib/time'

/** Everything is in the cookie. The database is asked about the user, and whether this session was ended. */
export const sealedLifecycle: ModelLifecycle<SealedCredential> = {
  hasRow: false,

  async start(access, { now }) {
    const { idleUntil, endsAt } = deadlinesFrom(now)
    const times = { startedAt: now, authenticatedAt: now, ...issuedFrom(now), idleUntil, endsAt }
    const issued = await issue({ ...access, ...times, sessionId: newId(), data: noData }, now)
    return { ...issued, evicted: [] }
  },

  async reopen({ claims }, access, { now, authenticatedAt }) {
    const reopened = { ...renewedClaims(claims, access, now), sessionId: newId(), authenticatedAt }
    // Sealed first: whatever cannot be sealed must not end what there is.
    const issued = await issue(reopened, now)
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
    return issue(renewedClaims(claims, access, now), now)
  },

  end: ({ sessionId, endsAt }) => denyLast(sessionId, toDate(endsAt)),

  async readData({ claims }) {
    return claims.data
  },

  /** Last write wins: two tabs that change it at once each seal their own copy. */
  async changeData({ claims }, change, now) {
    return writeData({ ...claims, data: change(claims.data) }, now)
  },
}

async function issue(wanted: SealedClaims, now: number): Promise<Issued> {
  const { cookie, claims } = await issueFitting(wanted, now)
  return { session: toSession(claims), credential: sealedCredential(claims), cookies: [cookie] }
}

/** The data goes along as it is: the newest copy is the one that the browser sent. */
function renewedClaims(claims: SealedClaims, access: Access, now: number): SealedClaims {
  const { idleUntil } = deadlinesFrom(now, claims.endsAt)
  return { ...claims, ...access, ...issuedFrom(now), idleUntil }
}

async function writeData(claims: SealedClaims, now: number): Promise<Changed> {
  try {
    return { data: claims.data, cookies: [await issueChanged(claims, now)] }
  } catch (error) {
    if (error instanceof CookieTooLargeError) return 'too_large'
    throw error
  }
}

function toSession({ sessionId, userId, role, startedAt, authenticatedAt, ...times }: SealedClaims): Session {
  const freshUntil = freshUntilFrom(times)
  const { idleUntil, endsAt } = times
  return { id: sessionId, model: 'sealed', userId, role, startedAt, authenticatedAt, freshUntil, idleUntil, endsAt }
}
