import 'server-only'
import { endSessionRow } from '@/lib/db/sessions/end'
import { extend, findAlive, insertSession } from '@/lib/db/sessions/insert'
import { reopenSession } from '@/lib/db/sessions/reopen'
import { isHashOf, newId, newSecret, sha256 } from '@/lib/ids'
import { changeRowData, readRowData } from '@/lib/server/sessions/data'
import type { Issued, ModelLifecycle } from '@/lib/server/sessions/lifecycle'
import { copyOf, type StoredCopy } from '@/lib/server/sessions/stored/copy'
import { findStoredSession } from '@/lib/server/sessions/stored/find-session'
import { deadlinesFrom, freshUntilFrom, issuedFrom } from '@/lib/session/deadlines'
import { keys } from '@/lib/session/revocation/keys'
import type { Role, Session } from '@/lib/session/session'
import {
  issueStored,
  type StoredClaims,
  type StoredCredential,
  storedCredential,
} from '@/lib/session/stored/credential'
import { toDate } from '@/lib/time'

/** The row is the session. The cookie refers to it, and proves with its secret that it was given out for it. */
export const storedLifecycle: ModelLifecycle<StoredCredential> = {
  hasRow: true,

  async start({ role, ...access }, { client, now, replacing }) {
    const { idleUntil, endsAt } = deadlinesFrom(now)
    const times = { startedAt: now, authenticatedAt: now, ...issuedFrom(now), idleUntil, endsAt }
    const claims: StoredClaims = { ...access, ...times, sessionId: newId(), secret: newSecret() }
    const evicted = await insertSession({ ...newRow(claims), ...client }, access, replacing)
    return evicted && { ...(await issue(claims, role, now)), evicted }
  },

  async reopen({ claims }, { role, ...counters }, { client, now, authenticatedAt }) {
    const { idleUntil } = deadlinesFrom(now, claims.endsAt)
    const times = { authenticatedAt, ...issuedFrom(now), idleUntil }
    const reopened: StoredClaims = { ...claims, ...counters, ...times, sessionId: newId(), secret: newSecret() }
    const isAlive = await reopenSession(claims.sessionId, { ...newRow(reopened), ...client }, counters)
    return isAlive ? issue(reopened, role, now) : null
  },

  copyKey: ({ sessionId }) => keys.storedSession(sessionId),
  read: async (credential, reading) => prove(credential, await findStoredSession(credential, reading)),
  peek: (credential, _access, now) => readRow(credential, now),

  async renew(credential, access, { now }) {
    const session = await readRow(credential, now)
    const { idleUntil } = deadlinesFrom(now, credential.endsAt)
    const extended = session && (await extend(credential.sessionId, toDate(idleUntil), toDate(now)))
    if (!extended) return 'refused'

    const { role, ...counters } = access
    return issue({ ...credential.claims, ...counters, ...issuedFrom(now), idleUntil }, role, now)
  },

  end: ({ sessionId }, reason, now) => endSessionRow(sessionId, reason, toDate(now)),

  readData: readRowData,
  changeData: changeRowData,
}

async function readRow(credential: StoredCredential, now: number): Promise<Session | null> {
  const row = await findAlive(credential.sessionId, toDate(now))
  return prove(credential, row && copyOf(row))
}

/**
 * The secret is compared here, on every check: neither a leaked password nor a leaked database alone makes a session. The
 * owner too, because what renews or reopens is issued to whom the credential names.
 */
function prove({ sessionId, claims }: StoredCredential, row: StoredCopy | null): Session | null {
  const isProven = row?.userId === claims.userId && isHashOf(Buffer.from(row.secretHash, 'base64url'), claims.secret)
  return isProven ? toSession(sessionId, row, claims) : null
}

async function issue(claims: StoredClaims, role: Role, now: number): Promise<Issued> {
  const { sessionId, userId, startedAt, authenticatedAt, idleUntil, endsAt } = claims
  const freshUntil = freshUntilFrom(claims)
  return {
    session: {
      id: sessionId,
      model: 'stored',
      userId,
      role,
      startedAt,
      authenticatedAt,
      freshUntil,
      idleUntil,
      endsAt,
    },
    credential: storedCredential(claims),
    cookies: [await issueStored(claims, now)],
  }
}

function newRow({ sessionId, secret, userId, ...times }: StoredClaims) {
  const { authenticatedAt, issuedAt, idleUntil, endsAt } = times
  return {
    id: sessionId,
    userId,
    model: 'stored' as const,
    secretHash: sha256(secret),
    authenticatedAt: toDate(authenticatedAt),
    lastSeenAt: toDate(issuedAt),
    idleUntil: toDate(idleUntil),
    endsAt: toDate(endsAt),
  }
}

/** The row decides; the cookie only adds when it was issued, and when by our clock, not Postgres's, it all began. */
function toSession(id: string, row: StoredCopy, claims: StoredClaims): Session {
  const { userId, role, authenticatedAt, endsAt } = row
  const { startedAt } = claims
  const freshUntil = freshUntilFrom(claims)
  return { id, model: 'stored', userId, role, startedAt, authenticatedAt, freshUntil, idleUntil: row.idleUntil, endsAt }
}
