import { randomUUID } from 'node:crypto'
import { endSession } from '@/lib/db/end-sessions'
import { type PurgeLimits, purge } from '@/lib/db/purge'
import { findAlive, insertSession } from '@/lib/db/sessions'
import { cutOff, findLogin } from '@/lib/db/users'
import { sha256 } from '@/lib/server/ids'
import { days, minutes, nowInSeconds, toDate } from '@/lib/time'
import { personOf, sessionsOf } from '@/tests/bench/growth/fill'

/** What is done with sessions in the database, each time to another person. */
export interface Operation {
  name: string
  times: number
  run: (person: number) => Promise<unknown>
}

const now = () => toDate(nowInSeconds())

export const operations: readonly Operation[] = [
  { name: 'login', times: 50, run: logIn },
  { name: 'check', times: 200, run: (person) => findAlive(sessionsOf(person).stored, now()) },
  { name: 'revoke one', times: 50, run: (person) => endSession(sessionsOf(person).signed, 'revoked', now()) },
  { name: 'revoke all of one person', times: 50, run: (person) => cutOff(personOf(person).id, now()) },
  { name: 'purge, a thousand', times: 5, run: () => purge(limits(), 1) },
]

/** The database's part of it: comparing a password takes its time on purpose. */
async function logIn(person: number): Promise<void> {
  const login = await findLogin(personOf(person).email)
  if (!login) throw new Error('nobody may log in under this address')

  const times = {
    authenticatedAt: now(),
    idleUntil: toDate(nowInSeconds() + days(7)),
    endsAt: toDate(nowInSeconds() + days(30)),
  }
  const id = randomUUID()
  const refreshToken = { id: randomUUID(), tokenHash: sha256(id) }
  const { userId, generation, siteGeneration } = login.access
  const session = { id, userId, model: 'signed' as const, ...times, ip: null, userAgent: null, refreshToken }
  const evicted = await insertSession(session, { generation, siteGeneration }, [])
  if (!evicted) throw new Error('cut off')
}

const limits = (): PurgeLimits => ({
  sessionsOverBefore: toDate(nowInSeconds() - days(30)),
  refreshTokensUsedBefore: toDate(nowInSeconds() - minutes(10)),
  denialsExpiredBefore: now(),
  auditEventsBefore: toDate(nowInSeconds() - days(365)),
})
