import { randomUUID } from 'node:crypto'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import type { IssuedCookie } from '@/lib/session/cookies'
import { deadlinesFrom } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { issueSealed } from '@/lib/session/sealed/credential'
import { noData } from '@/lib/session/session-data'
import { issueSigned } from '@/lib/session/signed/credential'
import { issueStored } from '@/lib/session/stored/credential'

/** Fresh credentials of unrevoked sessions: the usual input of a check. */

const random = () => randomUUID().replaceAll('-', '')

function reference(now: number) {
  const { idleUntil, endsAt } = deadlinesFrom(now)
  const times = { startedAt: now, authenticatedAt: now, issuedAt: now, idleUntil, endsAt }
  const login = { amr: ['pwd'], persistent: true } as const
  const counters = { generation: 0, siteGeneration: 0, accessVersion: 0 }
  return { ...times, ...login, ...counters, sessionId: randomUUID(), userId: randomUUID() }
}

const accessOf = (claims: ReturnType<typeof reference>, now: number): AccessClaims => {
  return { ...claims, role: 'member', expiresAt: deadlinesFrom(now).freshUntil, span: null }
}

export const newAccess = (now: number) => accessOf(reference(now), now)

const issue: Record<Model, (now: number) => Promise<IssuedCookie[]>> = {
  sealed: async (now) => [await issueSealed({ ...reference(now), role: 'member', data: noData }, now)],
  stored: async (now) => [await issueStored({ ...reference(now), secret: random() }, now)],
  signed: async (now) => {
    const refresh = { ...reference(now), token: random() }
    return issueSigned(accessOf(refresh, now), refresh, now)
  },
}

/** The cookies of a browser right after its login by this model. */
export async function presentNew(model: Model, now: number): Promise<Presented> {
  const cookies = await issue[model](now)
  return { authorization: null, cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])) }
}
