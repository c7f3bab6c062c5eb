import 'server-only'
import { extend, findAlive } from '@/lib/db/sessions/alive'
import { endSessionRow } from '@/lib/db/sessions/end'
import { insertSession, reopenSession } from '@/lib/db/sessions/insert'
import { isHashOf, newId, newSecret, sha256 } from '@/lib/ids'
import type { Issued, ModelLifecycle } from '@/lib/server/sessions/lifecycle'
import { changeRowData, readRowData } from '@/lib/server/sessions/rows'
import { copyOf, type StoredCopy } from '@/lib/server/sessions/stored/copy'
import { findStoredSession } from '@/lib/server/sessions/stored/find-session'
import { freshUntilFrom, renewedFrom, rotatedFrom, startedFrom } from '@/lib/session/deadlines'
import { keys } from '@/lib/session/revocation/keys'
import type { Role, Session } from '@/lib/session/session'
import {
  issueStored,
  type StoredClaims,
  type StoredCredential,
  storedCredential,
} from '@/lib/session/stored/credential'
import { toDate } from '@/lib/time'

/** The row is the session. The cookie refers to it, and its secret proves possession. */
export const storedLifecycle: ModelLifecycle<StoredCredential> = {
  hasRow: true,

  async start({ role, ...access }, { client, ...arrival }) {
    const times = startedFrom(arrival)
    const claims: StoredClaims = { ...access, ...times, sessionId: newId(), secret: newSecret() }
    const evicted = await insertSession({ ...newRow(claims), ...client }, access, arrival)
    return evicted && { ...(await issue(claims, role, arrival.now)), evicted }
  },

  async reopen({ claims }, { role, ...counters }, { client, ...rotation }) {
    const times = rotatedFrom(claims, rotation)
    const reopened: StoredClaims = { ...claims, ...counters, ...times, sessionId: newId(), secret: newSecret() }
    const isAlive = await reopenSession(claims.sessionId, { ...newRow(reopened), ...client }, counters)
    return isAlive ? issue(reopened, role, rotation.now) : null
  },

  copyKey: ({ sessionId }) => keys.storedSession(sessionId),
  read: async (credential, reading) => prove(credential, await findStoredSession(credential, reading)),
  peek: async (credential, _access, now) => prove(credential, await findCopy(credential, now)),

  async renew(credential, access, { now }) {
    const row = await findAlive(credential.sessionId, toDate(now))
    if (!row || !prove(credential, copyOf(row))) return 'refused'

    // The row decides how long the session lasts.
    const { persistent } = row
    const lasting = { ...credential.claims, persistent, idleFor: row.idleFor ?? undefined }
    const times = renewedFrom(lasting, now)
    if (!(await extend(credential.sessionId, toDate(times.idleUntil), toDate(now)))) return 'refused'

    const { role, ...counters } = access
    return issue({ ...lasting, ...counters, ...times }, role, now)
  },

  end: ({ sessionId }, reason, now) => endSessionRow(sessionId, reason, toDate(now)),

  readData: readRowData,
  changeData: changeRowData,
}

async function findCopy({ sessionId }: StoredCredential, now: number): Promise<StoredCopy | null> {
  const row = await findAlive(sessionId, toDate(now))
  return row && copyOf(row)
}

/**
 * The secret is compared on every check: neither a leaked password nor a leaked database alone is enough for a session.
 * The user is compared too, because renewals and rotations are issued to the user in the credential.
 */
function prove({ sessionId, claims }: StoredCredential, row: StoredCopy | null): Session | null {
  const isProven = row?.userId === claims.userId && isHashOf(Buffer.from(row.secretHash, 'base64url'), claims.secret)
  return isProven ? toSession(sessionId, row, claims) : null
}

async function issue(claims: StoredClaims, role: Role, now: number): Promise<Issued> {
  const { sessionId: id, userId, accessVersion, startedAt, authenticatedAt, amr, idleUntil, endsAt } = claims
  const times = {
    ...{ startedAt, authenticatedAt, amr, freshUntil: freshUntilFrom(claims), idleUntil, endsAt },
    lacksFactor: claims.lacksFactor, // feature: required-factor
  }
  return {
    session: { id, model: 'stored', userId, role, accessVersion, ...times },
    credential: storedCredential(claims),
    cookies: [await issueStored(claims, now)],
  }
}

function newRow({ sessionId, secret, userId, ...times }: StoredClaims) {
  const { authenticatedAt, amr, issuedAt, idleFor = null, persistent, idleUntil, endsAt } = times
  return {
    id: sessionId,
    userId,
    model: 'stored' as const,
    secretHash: sha256(secret),
    authenticatedAt: toDate(authenticatedAt),
    amr: [...amr],
    lastSeenAt: toDate(issuedAt),
    idleFor,
    persistent,
    idleUntil: toDate(idleUntil),
    endsAt: toDate(endsAt),
  }
}

// feature: required-factor
/** The row decides; the cookie adds the time of its issue, the start by our clock instead of Postgres's, and `lacksFactor`, which stays while the id stays. */
// end, otherwise: /** The row decides; the cookie only adds the time of its issue, and the start by our clock instead of Postgres's. */
function toSession(id: string, row: StoredCopy, claims: StoredClaims): Session {
  const { userId, role, accessVersion, authenticatedAt, amr, idleUntil, endsAt } = row
  const { startedAt } = claims
  const times = {
    ...{ startedAt, authenticatedAt, amr, freshUntil: freshUntilFrom(claims), idleUntil, endsAt },
    lacksFactor: claims.lacksFactor, // feature: required-factor
  }
  return { id, model: 'stored', userId, role, accessVersion, ...times }
}
