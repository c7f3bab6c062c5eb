import 'server-only'
import { Batches } from '@/lib/db/batches' // model: stored, signed
import { endCutOffSessions } from '@/lib/db/sessions/end' // model: stored, signed
import { raiseSiteRow } from '@/lib/db/site'
import { cutOff } from '@/lib/db/users'
import { type Actor, audit, operator } from '@/lib/server/audit'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type End, tell } from '@/lib/server/sessions/publish'
import { raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/**
 * Ends every session of a user, of every model, at once. Repeatable: an `unfinished` one is finished by the same call.
 * @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function cutOffUser(userId: string, now: number, by: Actor = operator): Promise<End | 'unknown'> {
  const generation = await cutOff(userId, toDate(now))
  if (generation === null) return 'unknown'

  const end = await tell(() => raiseGeneration(userId, generation))
  await audit({ kind: 'cut_off', userId, ...by })
  return end
}

// model: stored, signed
/** Of a thousand rows each: as long as an admin waits for an answer. */
const batchesAtOnce = 10
// end

/**
 * Ends every session of everyone. The raised generation is the whole fact, and quick: no check believes a row that carries a
 * lower one, and no list shows it. As many rows as an admin can wait for are ended too, for the record; the purge goes on
 * from there, and from wherever it broke off. Repeatable. @throws {UnavailableError} when Postgres is away: then nothing has ended
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
