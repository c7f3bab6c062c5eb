import { randomUUID } from 'node:crypto'
import type { IssuedCookie } from '@/lib/session/cookies'
import { deadlinesFrom } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { issueSealed } from '@/lib/session/sealed/credential'
import { noData } from '@/lib/session/session-data'
import { issueSigned } from '@/lib/session/signed/credential'
import { issueStored } from '@/lib/session/stored/credential'

/** Fresh credentials of sessions that nobody revoked: what a check sees nearly always. */

const random = () => randomUUID().replaceAll('-', '')

function reference(now: number) {
  const { idleUntil, endsAt } = deadlinesFrom(now)
  const times = { startedAt: now, authenticatedAt: now, issuedAt: now, idleUntil, endsAt }
  const counters = { generation: 0, siteGeneration: 0, accessVersion: 0 }
  return { ...times, ...counters, sessionId: randomUUID(), userId: randomUUID() }
}

const issue: Record<Model, (now: number) => Promise<IssuedCookie[]>> = {
  sealed: async (now) => [await issueSealed({ ...reference(now), role: 'member', data: noData }, now)],
  stored: async (now) => [await issueStored({ ...reference(now), secret: random() }, now)],
  signed: async (now) => {
    const refresh = { ...reference(now), token: random() }
    const access = { ...refresh, role: 'member' as const, expiresAt: deadlinesFrom(now).freshUntil, span: null }
    return issueSigned(access, refresh, now)
  },
}

/** What a browser presents right after its login by this model. */
export async function presentNew(model: Model, now: number): Promise<Presented> {
  const cookies = await issue[model](now)
  return { authorization: null, cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])) }
}
