import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { rotate } from '@/lib/db/sessions/refresh-tokens'
import { env } from '@/lib/env'
import { newId, sha256 } from '@/lib/ids'
import type { Played } from '@/lib/lab/server/players'
import { atOnce, type Meeting, type Running, verdictOn, withExpired } from '@/lib/lab/server/race/contestants'
import { renewSession } from '@/lib/server/sessions/issue'
import { beginRenewing } from '@/lib/server/sessions/lifecycle'
import { deriveSuccessor } from '@/lib/server/sessions/signed/successor'
import type { RefreshClaims } from '@/lib/session/signed/credential'
import { nowInSeconds, toDate } from '@/lib/time'

/** Seconds. As short as possible, because the reader waits for the reuse after it. */
const shortGrace = 1

/** One refresh token, used several times concurrently: without a grace window and with it; and then by an attacker after it. */
export const raceRotation: Running = async (meeting) => [
  ['no grace window', await inFamily(meeting, (refresh) => useAtOnce(refresh, meeting.field, 0))],
  [
    'in the grace window',
    await inFamily(meeting, (refresh) => useAtOnce(refresh, meeting.field, env().REFRESH_GRACE_SECONDS)),
  ],
  ['replay, after the window', await inFamily(meeting, (refresh, played) => steal(refresh, played, meeting))],
]

function inFamily<T>(meeting: Meeting, work: (refresh: RefreshClaims, played: Played) => Promise<T>): Promise<T> {
  return withExpired('signed', meeting, (played) => work(refreshOf(played), played))
}

function refreshOf({ credential }: Played): RefreshClaims {
  if (credential.model !== 'signed') throw new Error('a signed session has a refresh token')
  return credential.refresh
}

type Outcomes = Awaited<ReturnType<typeof use>>[]

/** Uses the statement of a real renewal, with the grace window as an argument. @returns the outcome */
async function use(refresh: RefreshClaims, graceSeconds: number, childId = newId()) {
  const { outcome } = await rotate({
    sessionId: refresh.sessionId,
    userId: refresh.userId,
    tokenHash: sha256(refresh.token),
    child: { id: childId, hash: sha256(deriveSuccessor(refresh.token, childId)) },
    idleUntil: toDate(refresh.idleUntil),
    graceSeconds,
    now: toDate(nowInSeconds()),
    giveUpAt: Date.now() + 10_000,
  })
  return outcome
}

async function useAtOnce(refresh: RefreshClaims, field: number, graceSeconds: number) {
  const outcomes = await atOnce(field, () => use(refresh, graceSeconds))
  return { ...countOutcomes(outcomes), alive: await countAlive(refresh) }
}

/** The user renews, the grace window passes, and the attacker replays the used token. Then the user renews again. */
async function steal(refresh: RefreshClaims, { credential, cookies }: Played, { client }: Meeting) {
  const childId = newId()
  const owners = { ...refresh, token: deriveSuccessor(refresh.token, childId) }
  const first = await use(refresh, shortGrace, childId)
  await sleep((shortGrace + 0.2) * 1000)
  const late = await use(refresh, shortGrace)
  const alive = await countAlive(owners)

  // What a renewal does after refresh token reuse: it denies the session, and writes the audit entry.
  await renewSession(credential, beginRenewing(client, nowInSeconds()))
  const verdict = await verdictOn({ authorization: null, cookies })
  return { ...countOutcomes([first, late]), alive, denied: verdict === 'revoked' ? 1 : 0 }
}

/** Whether the family is still alive: its newest token can still renew. */
async function countAlive(refresh: RefreshClaims): Promise<number> {
  const outcome = await use(refresh, env().REFRESH_GRACE_SECONDS)
  return outcome === 'rotated' || outcome === 'retried' ? 1 : 0
}

function countOutcomes(outcomes: Outcomes): Record<string, number> {
  const counted = (word: Outcomes[number]) => outcomes.filter((outcome) => outcome === word).length
  return {
    used: outcomes.length,
    rotated: counted('rotated'),
    retried: counted('retried'),
    // The first reuse ends the family; every later one gets the same outcome.
    reused: counted('reused'),
  }
}
