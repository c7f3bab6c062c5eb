import 'server-only'
import { findAlive } from '@/lib/db/sessions/alive'
import { endSessionRow } from '@/lib/db/sessions/end'
import { insertSession, reopenSession } from '@/lib/db/sessions/insert'
import { isUsable, type Rotation, rotate } from '@/lib/db/sessions/refresh-tokens'
import type { Access } from '@/lib/db/users'
import { env } from '@/lib/env'
import { newId, newSecret, sha256 } from '@/lib/ids'
import { warningOfReuse } from '@/lib/server/mail/notices' // feature: mail
import { sessionFromAccess } from '@/lib/server/sessions/bearer/lifecycle'
import type { Issued, ModelLifecycle, Renewed } from '@/lib/server/sessions/lifecycle'
import { changeRowData, readRowData } from '@/lib/server/sessions/rows'
import { deriveSuccessor, walkChain } from '@/lib/server/sessions/signed/successor'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { freshUntilFrom, renewedFrom, rotatedFrom, startedFrom } from '@/lib/session/deadlines'
import type { Role, Session } from '@/lib/session/session'
import { issueSigned, type RefreshClaims, type SignedCredential, signedFrom } from '@/lib/session/signed/credential'
import { toDate } from '@/lib/time'

/** The access token is checked without the database; the row and its family of refresh tokens can be revoked. */
export const signedLifecycle: ModelLifecycle<SignedCredential> = {
  hasRow: true,

  async start({ role, ...access }, { client, ...arrival }) {
    const refresh: RefreshClaims = { ...access, ...startedFrom(arrival), sessionId: newId(), token: newSecret() }
    const evicted = await insertSession({ ...newRow(refresh), ...client }, access, arrival)
    return evicted && { ...(await issue(refresh, role, arrival.now)), evicted }
  },

  async reopen({ refresh }, { role, ...counters }, { client, ...rotation }) {
    const times = rotatedFrom(refresh, rotation)
    const reopened: RefreshClaims = { ...refresh, ...counters, ...times, sessionId: newId(), token: newSecret() }
    const isAlive = await reopenSession(refresh.sessionId, { ...newRow(reopened), ...client }, counters)
    return isAlive ? issue(reopened, role, rotation.now) : null
  },

  copyKey: () => null,

  async read({ access, refresh }) {
    return access && sessionFromAccess(access, { ...refresh, model: 'signed' })
  },

  async peek({ refresh, sessionId }, access, now) {
    const usable = await isUsable(sha256(refresh.token), sessionId, env().REFRESH_GRACE_SECONDS)
    const row = usable ? await findAlive(sessionId, toDate(now)) : null
    if (row?.userId !== refresh.userId) return null

    return sessionFromRefresh({ ...refresh, ...access }, access.role)
  },

  async renew({ refresh }, access, { now, giveUpAt }) {
    const childId = newId()
    const child = deriveSuccessor(refresh.token, childId)
    const times = renewedFrom(refresh, now)
    const rotation = await rotate({
      sessionId: refresh.sessionId,
      userId: refresh.userId,
      tokenHash: sha256(refresh.token),
      child: { id: childId, hash: sha256(child) },
      idleUntil: toDate(times.idleUntil),
      graceSeconds: env().REFRESH_GRACE_SECONDS,
      now: toDate(now),
      giveUpAt,
      warn: warningOfReuse(refresh.userId, now), // feature: mail
    })
    return continueWith(rotation, { ...refresh, ...times }, child, access)
  },

  end: ({ sessionId }, reason, now) => endSessionRow(sessionId, reason, toDate(now)),

  readData: readRowData,
  changeData: changeRowData,
}

/** Two tabs that renew with the same token, or a retry after a lost answer, get the same newest token. */
async function continueWith(rotation: Rotation, spent: RefreshClaims, child: string, access: Access): Promise<Renewed> {
  if (rotation.outcome === 'reused') return 'reused'
  if (rotation.outcome === 'ended') return 'refused'

  const token = rotation.outcome === 'rotated' ? child : walkChain(spent.token, rotation.chain)
  if (!token) return 'refused'

  const { role, ...counters } = access
  return issue({ ...spent, ...counters, token }, role, spent.issuedAt)
}

async function issue(refresh: RefreshClaims, role: Role, now: number): Promise<Issued> {
  const access = accessFrom(refresh, role)
  const cookies = await issueSigned(access, refresh, now)
  return {
    session: sessionFromAccess(access, { ...refresh, model: 'signed' }),
    credential: signedFrom(access, refresh),
    cookies,
  }
}

function newRow({ sessionId, token, userId, ...times }: RefreshClaims) {
  const { authenticatedAt, amr, issuedAt, idleFor = null, persistent, idleUntil, endsAt } = times
  return {
    id: sessionId,
    userId,
    model: 'signed' as const,
    authenticatedAt: toDate(authenticatedAt),
    amr: [...amr],
    lastSeenAt: toDate(issuedAt),
    idleFor,
    persistent,
    idleUntil: toDate(idleUntil),
    endsAt: toDate(endsAt),
    refreshToken: { id: newId(), tokenHash: sha256(token) },
  }
}

function sessionFromRefresh(refresh: RefreshClaims, role: Role): Session {
  const { sessionId: id, userId, accessVersion, startedAt, authenticatedAt, amr, idleUntil, endsAt } = refresh
  const times = {
    ...{ startedAt, authenticatedAt, amr, freshUntil: freshUntilFrom(refresh), idleUntil, endsAt },
    lacksFactor: refresh.lacksFactor, // feature: required-factor
  }
  return { id, model: 'signed', userId, role, accessVersion, ...times }
}

function accessFrom(refresh: RefreshClaims, role: Role): AccessClaims {
  return { ...refresh, role, expiresAt: freshUntilFrom(refresh), span: null }
}
