import 'server-only'
import { Batches } from '@/lib/db/purge' // model: stored, signed
import { endCutOffSessions } from '@/lib/db/sessions/end' // model: stored, signed
import { getSiteGeneration, raiseSiteRow } from '@/lib/db/site'
import { cutOff, getAccess } from '@/lib/db/users'
import { type Actor, audit, operator } from '@/lib/server/audit'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type End, tell } from '@/lib/server/sessions/end'
import { raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/**
 * Revokes all sessions of a user, of every model. Idempotent: after `unfinished`, the same call finishes the work.
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
 */
export async function cutOffUser(userId: string, now: number, by: Actor = operator): Promise<End | 'unknown'> {
  const generation = await cutOff(userId, toDate(now))
  if (generation === null) return 'unknown'

  const end = await tell(() => raiseGeneration(userId, generation))
  await audit({ kind: 'cut_off', userId, ...by })
  return end
}

// model: stored, signed
/** Batches of a thousand rows, limited because an admin waits for the answer. */
const batchesAtOnce = 10
// end

/**
 * Revokes all sessions of the site. Raising the generation is enough, and quick: every check refuses a row with a lower
 * one, and no list shows it. For the record, rows are ended as well, as many as an admin can wait for; the purge ends
 * the rest. Idempotent. @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
 */
export async function cutOffEveryone(now: number, by: Actor = operator): Promise<End> {
  const generation = await raiseSiteRow()
  const end = await tell(() => raiseSiteGeneration(generation))
  await audit({ kind: 'everyone_cut_off', ...by })
  // model: stored, signed
  await orUnavailable(() => endCutOffSessions(toDate(now), new Batches({ most: batchesAtOnce })), 0, 'rows_not_ended')
  // end
  return end
}

/**
 * Publishes again that all sessions of a user were revoked. It writes what Postgres says already and raises nothing, so an
 * unauthenticated caller may cause it. @throws {UnavailableError}
 */
export async function publishCutOff(userId: string): Promise<void> {
  const access = await getAccess(userId)
  if (access) await raiseGeneration(userId, access.generation)
}

/** The same for all sessions of all users. @throws {UnavailableError} */
export async function publishSiteCutOff(): Promise<void> {
  await raiseSiteGeneration(await getSiteGeneration())
}
