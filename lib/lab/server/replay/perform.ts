import 'server-only'
import { raiseAccess } from '@/lib/db/roles'
import type { Played } from '@/lib/lab/server/players'
import type { Act, Outcome, Subject } from '@/lib/lab/shared/replay'
import type { Client } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/end'
import { logOut } from '@/lib/server/sessions/log-out'
import { logOutEverywhere, revokeSession } from '@/lib/server/sessions/revoke'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { raiseAccessVersion } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'

export interface Stage {
  /** The owner of the sessions: no other user's sessions are touched. */
  visitor: AllowedVisitor
  client: Client
  players: readonly Played[]
}

/** Called for each session when the act on it has been answered. */
export type Answered = (subject: Subject, outcome: Outcome) => void

/** Acts on sessions. A rotation of keys is another kind of act: run.ts. */
export type EndingAct = Exclude<Act, 'keys'>

/** Performs an act with the application's own use cases: on each session separately, or on all sessions of the reader at once. */
export async function perform(act: EndingAct, stage: Stage, answered: Answered): Promise<void> {
  if (act === 'logout' || act === 'revoke') return toEach(act, stage, answered)

  const outcome = await untilTold(() => toAll[act](stage))
  for (const { subject } of stage.players) answered(subject, outcome)
}

async function toEach(act: 'logout' | 'revoke', stage: Stage, answered: Answered): Promise<void> {
  const one = async (player: Played) => {
    answered(player.subject, await untilTold(() => toOne[act](player, stage)))
  }
  await Promise.all(stage.players.map(one))
}

/** A revocation that could not be published to Redis is retried, as a reader would press the button again. */
async function untilTold(act: () => Promise<Outcome>, tries = 3): Promise<Outcome> {
  const outcome = await orUnavailable(act, 'unavailable' as const)
  const isTold = outcome !== 'unfinished' && outcome !== 'unavailable'
  return isTold || tries === 1 ? outcome : untilTold(act, tries - 1)
}

const toOne: Readonly<Record<'logout' | 'revoke', (player: Played, stage: Stage) => Promise<Outcome>>> = {
  async logout({ cookies }, { client }) {
    const { unfinished } = await logOut({ authorization: null, cookies }, client, nowInSeconds())
    return unfinished.length > 0 ? 'unfinished' : 'ended'
  },

  /** A sealed session is in no list, so no user can select it. */
  async revoke({ credential: { model, sessionId } }, { visitor, client }) {
    if (model === 'sealed') return 'impossible'

    const revoking = { ownerId: visitor.session.userId, sessionId, client }
    const revocation = await revokeSession(revoking, nowInSeconds())
    return revocation === 'unfinished' ? 'unfinished' : 'ended'
  },
}

const toAll: Readonly<Record<Exclude<EndingAct, 'logout' | 'revoke'>, (stage: Stage) => Promise<Outcome>>> = {
  everywhere: async ({ visitor, client }) => (await logOutEverywhere(visitor, client, nowInSeconds())).end,

  /** The effect of a changed password on sessions. The password stays, because the user has not re-authenticated here. */
  async password({ visitor: { session }, client }) {
    const { id: sessionId, userId, model } = session
    const end = await cutOffUser(userId, nowInSeconds(), { sessionId, model, ...client })
    return end === 'unfinished' ? 'unfinished' : 'ended'
  },

  /** The effect of a changed role on sessions. The role stays. */
  async role({ visitor: { session } }) {
    const accessVersion = await raiseAccess(session.userId)
    if (accessVersion === null) return 'ended'

    const told = await tell(() => raiseAccessVersion(session.userId, accessVersion))
    return told === 'ended' ? 'renewable' : 'unfinished'
  },
}
