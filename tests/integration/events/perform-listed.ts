// model: stored, signed (this file)
import { askPostgres } from '@/lib/db/client'
import { sessionCap } from '@/lib/db/sessions/insert'
import { revokeSession } from '@/lib/server/sessions/revoke'
import { logInAs, type Performer } from '@/tests/integration/events/performer'
import { renewOrThrow } from '@/tests/integration/support/family' // model: signed
import { countAlive } from '@/tests/integration/support/rows'
import {
  client,
  renew, // model: signed
  start,
} from '@/tests/integration/support/session'

/** Events of sessions that have a row. */
export const listPerformers = {
  'one-ended': async ({ userId, chosen, now }) => {
    const revoked = await revokeSession({ ownerId: userId, sessionId: chosen.session.id, client }, now)
    if (revoked !== 'revoked') throw new Error(`it did not happen: ${revoked}`)
    return []
  },
  evicted: async (scene) => {
    const { userId, chosen, current, now } = scene
    await askPostgres(({ session }) =>
      session.updateMany({ where: { id: chosen.session.id }, data: { createdAt: new Date((now - 3600) * 1000) } }),
    )
    for (let alive = await countAlive(userId); alive < sessionCap; alive += 1)
      await start(current.session.model, userId, now)
    return logInAs(scene, [])
  },
  // model: signed
  'refresh-reused': async ({ current: { cookies, session }, now }) => {
    await renewOrThrow(cookies)
    await askPostgres(
      (database) => database.$executeRaw`
        UPDATE "RefreshToken" SET "usedAt" = "usedAt" - interval '1 hour' WHERE "sessionId" = ${session.id}`,
    )
    if (await renew(cookies, now)) throw new Error('it did not happen: the reused token was accepted')
    return []
  },
  // end
} as const satisfies Readonly<Record<string, Performer>>
