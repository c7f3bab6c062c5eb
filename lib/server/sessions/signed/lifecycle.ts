import 'server-only'
import { endSessionRow } from '@/lib/db/sessions/end'
import { findAlive, insertSession } from '@/lib/db/sessions/insert'
import { isUsable, type Rotation, rotate } from '@/lib/db/sessions/refresh-tokens'
import { reopenSession } from '@/lib/db/sessions/reopen'
import type { Access } from '@/lib/db/users'
import { env } from '@/lib/env'
import { newId, newSecret, sha256 } from '@/lib/ids'
import { sessionFromAccess } from '@/lib/server/sessions/bearer/session'
import { changeRowData, readRowData } from '@/lib/server/sessions/data'
import type { Issued, ModelLifecycle, Renewed } from '@/lib/server/sessions/lifecycle'
import { accessFrom, sessionFromRefresh } from '@/lib/server/sessions/signed/session'
import { deriveSuccessor, walkChain } from '@/lib/server/sessions/signed/successor'
import { deadlinesFrom, issuedFrom } from '@/lib/session/deadlines'
import type { Role } from '@/lib/session/session'
import type { RefreshClaims } from '@/lib/session/signed/credential'
import { issueSigned, type SignedCredential, signedFrom } from '@/lib/session/signed/credential'
import { toDate } from '@/lib/time'

/** The token answers by itself; the row and its family of refresh tokens are what can be taken back. */
export const signedLifecycle: ModelLifecycle<SignedCredential> = {
  hasRow: true,

  async start({ role, ...access }, { client, now, replacing }) {
    const { idleUntil, endsAt } = deadlinesFrom(now)
    const times = { startedAt: now, authenticatedAt: now, ...issuedFrom(now), idleUntil, endsAt }
    const refresh: RefreshClaims = { ...access, ...times, sessionId: newId(), token: newSecret() }
    const evicted = await insertSession({ ...newRow(refresh), ...client }, access, replacing)
    return evicted && { ...(await issue(refresh, role, now)), evicted }
  },

  async reopen({ refresh }, { role, ...counters }, { client, now, authenticatedAt }) {
    const { idleUntil } = deadlinesFrom(now, refresh.endsAt)
    const times = { authenticatedAt, ...issuedFrom(now), idleUntil }
    const reopened: RefreshClaims = { ...refresh, ...counters, ...times, sessionId: newId(), token: newSecret() }
    const isAlive = await reopenSession(refresh.sessionId, { ...newRow(reopened), ...client }, counters)
    return isAlive ? issue(reopened, role, now) : null
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
    const { idleUntil } = deadlinesFrom(now, refresh.endsAt)
    const rotation = await rotate({
      sessionId: refresh.sessionId,
      userId: refresh.userId,
      tokenHash: sha256(refresh.token),
      child: { id: childId, hash: sha256(child) },
      idleUntil: toDate(idleUntil),
      graceSeconds: env().REFRESH_GRACE_SECONDS,
      now: toDate(now),
      giveUpAt,
    })
    return continueWith(rotation, { ...refresh, ...issuedFrom(now), idleUntil }, child, access)
  },

  end: ({ sessionId }, reason, now) => endSessionRow(sessionId, reason, toDate(now)),

  readData: readRowData,
  changeData: changeRowData,
}

/** Two tabs that renew with the same token, or a retry after a lost answer, end up with the same newest token. */
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
  const { authenticatedAt, issuedAt, idleUntil, endsAt } = times
  return {
    id: sessionId,
    userId,
    model: 'signed' as const,
    authenticatedAt: toDate(authenticatedAt),
    lastSeenAt: toDate(issuedAt),
    idleUntil: toDate(idleUntil),
    endsAt: toDate(endsAt),
    refreshToken: { id: newId(), tokenHash: sha256(token) },
  }
}
