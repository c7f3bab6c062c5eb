import 'server-only'
import { findAlive } from '@/lib/db/sessions/alive'
import { isHashOf } from '@/lib/ids'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { Reading } from '@/lib/server/sessions/lifecycle'
import { copyOf, getCopy, keepCopy, parseCopy, type StoredCopy } from '@/lib/server/sessions/stored/copy'
import { isOver } from '@/lib/session/deadlines'
import type { StoredCredential } from '@/lib/session/stored/credential'
import type { Witness } from '@/lib/session/trace'
import { toDate } from '@/lib/time'

/**
 * The row of an allowed credential: from the cache of this process, from Redis, or from Postgres, whichever answers
 * first in this order. Call it only after the revocation check: a cached row does not know that its session has ended.
 * A missing row is never cached.
 */
export function findStoredSession(credential: StoredCredential, reading: Reading): Promise<StoredCopy | null> {
  const { trace, stores, now } = reading
  return trace.measure('session', async (step) => {
    step.memory = 'hit'
    if (reading.mode !== 'snapshot') return findAnywhere(credential, reading, step)

    const { sessionId } = credential
    const { follower } = stores.sources
    const here = stores.memory.recall(sessionId, follower)
    if (here && isUsable(here, credential, now)) return here

    const joined = await stores.memory.joinIn(sessionId)
    if (joined && isUsable(joined, credential, now)) return joined

    return stores.memory.keep(sessionId, follower, () => findAnywhere(credential, reading, step))
  })
}

async function findAnywhere(
  credential: StoredCredential,
  reading: Reading,
  witness: Witness,
): Promise<StoredCopy | null> {
  const found = await inRedis(credential, reading)
  if (typeof found !== 'string') return found

  witness.memory = 'miss'
  const row = await inPostgres(credential, reading)
  // If Redis did not answer, nothing is written to it: that would be another wait.
  if (row && found === 'none') {
    await orUnavailable(
      () => keepCopy(credential.sessionId, row, reading.stores.sources.ask),
      undefined,
      'copy_not_kept',
    )
  }
  return row
}

async function inRedis(credential: StoredCredential, reading: Reading): Promise<StoredCopy | 'none' | 'away'> {
  const { now, trace, copy, stores } = reading
  if (isKnownToBeAway(reading)) return 'away'

  const asking = () =>
    trace.measure('redis', async (step) => {
      const kept = await getCopy(credential.sessionId, stores.sources.ask)
      step.memory = kept === null ? 'miss' : 'hit'
      return kept
    })
  const text = copy === undefined ? await orUnavailable(asking, undefined, 'copy_not_read') : copy
  if (text === undefined) return 'away'

  const found = parseCopy(text)
  return found && isUsable(found, credential, now) && isProvenBy(credential, found) ? found : 'none'
}

/** Then Redis is not asked, which would cost another timeout. */
const isKnownToBeAway = ({ mode, stores }: Reading) =>
  mode === 'snapshot' && stores.sources.follower.following === 'away'

/** Only the row decides that a secret is wrong: an attacker who corrupts the cached row must not sign the user out. */
function isProvenBy({ claims }: StoredCredential, { secretHash }: StoredCopy): boolean {
  return isHashOf(Buffer.from(secretHash, 'base64url'), claims.secret)
}

/** The row may have been extended since, or the user's role changed: then the cached row is older than the credential. */
function isUsable(copy: StoredCopy, credential: StoredCredential, now: number): boolean {
  const isNewEnough = copy.accessVersion >= credential.accessVersion && copy.idleUntil >= credential.idleUntil
  return isNewEnough && copy.userId === credential.userId && !isOver({ ...copy, freshUntil: 0 }, now)
}

async function inPostgres({ sessionId }: StoredCredential, reading: Reading): Promise<StoredCopy | null> {
  const { now, trace, stores } = reading
  const row = await trace.measure('postgres', () => stores.askDatabase(() => findAlive(sessionId, toDate(now))))
  return row && copyOf(row)
}
