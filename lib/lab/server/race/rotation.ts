import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { rotate } from '@/lib/db/sessions/refresh-tokens'
import { env } from '@/lib/env'
import { newId, sha256 } from '@/lib/ids'
import type { Played } from '@/lib/lab/server/players'
import { atOnce, type Meeting, type Running, verdictOn, withExpired } from '@/lib/lab/server/race/contestants'
import { beginRenewing } from '@/lib/server/sessions/lifecycle'
import { renewSession } from '@/lib/server/sessions/renew'
import { deriveSuccessor } from '@/lib/server/sessions/signed/successor'
import type { RefreshClaims } from '@/lib/session/signed/credential'
import { nowInSeconds, toDate } from '@/lib/time'

/** Seconds. As short as it can be shown: whoever waits for a theft should not wait for long. */
const shortGrace = 1

/** One refresh token, used several times at once: without a grace window and with it; and then by a thief who comes late. */
export const raceRotation: Running = async (meeting) => [
  ['strict: no grace', await inFamily(meeting, (refresh) => useAtOnce(refresh, meeting.field, 0))],
  ['with grace', await inFamily(meeting, (refresh) => useAtOnce(refresh, meeting.field, env().REFRESH_GRACE_SECONDS))],
  ['a thief, after the grace', await inFamily(meeting, (refresh, played) => steal(refresh, played, meeting))],
]

function inFamily<T>(meeting: Meeting, work: (refresh: RefreshClaims, played: Played) => Promise<T>): Promise<T> {
  return withExpired('signed', meeting, (played) => work(refreshOf(played), played))
}

function refreshOf({ credential }: Played): RefreshClaims {
  if (credential.model !== 'signed') throw new Error('a signed session has a refresh token')
  return credential.refresh
}

type Outcomes = Awaited<ReturnType<typeof use>>[]

/** By the very statement of a renewal, with a grace window that is an argument. @returns the outcome in one word */
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

/** The owner renews, the grace passes, and the copy of the used token comes back. Then the owner comes again. */
async function steal(refresh: RefreshClaims, { credential, cookies }: Played, { client }: Meeting) {
  const childId = newId()
  const owners = { ...refresh, token: deriveSuccessor(refresh.token, childId) }
  const first = await use(refresh, shortGrace, childId)
  await sleep((shortGrace + 0.2) * 1000)
  const late = await use(refresh, shortGrace)
  const alive = await countAlive(owners)

  // What a renewal does about a family that has ended so: it denies the session, and writes it down.
  await renewSession(credential, beginRenewing(client, nowInSeconds()))
  const verdict = await verdictOn({ authorization: null, cookies })
  return { ...countOutcomes([first, late]), alive, denied: verdict === 'revoked' ? 1 : 0 }
}

/** Whether the family goes on: its newest token would not be called anything else than over. */
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
    // The first who is taken for a thief ends the family; whoever comes after that is told the same.
    reused: counted('reused'),
  }
}
