import {
  type Effect,
  effects,
  type SessionEvent,
  type SessionFate,
  type TokenFate, // feature: tokens
} from '@/lib/events/event'
import type { Sight } from '@/tests/integration/events/measure'
import type { Holder, Scene } from '@/tests/integration/events/scene'

/** What a check says to a cookie from before the event, once the process knows of the event. */
const ofCookie: Readonly<Record<SessionFate, Sight>> = {
  starts: 'alive',
  stays: 'alive',
  renewed: 'renewable',
  rotated: 'revoked',
  replaced: 'revoked',
  ends: 'revoked',
  // model: stored, signed
  chosen: 'revoked',
  oldest: 'revoked',
  // end
  lapses: 'alive', // model: signed
  unreadable: 'unreadable',
}

// feature: tokens
const ofToken: Readonly<Record<TokenFate, Sight>> = {
  none: 'alive',
  stays: 'alive',
  expires: 'expired',
  ends: 'revoked',
  // model: stored, signed
  chosen: 'revoked',
  oldest: 'revoked',
  // end
  unreadable: 'unreadable',
}

// end
type Row = Pick<SessionEvent, 'current' | 'others' | 'isForEveryone'>

/** Whether the request of the event presents the session of the scene. A login presents none. */
export const presentsSession = ({ current }: Row) => current !== null && current.session !== 'starts'

/** What the table says about the sessions of this holder. */
function effectOn(holder: Holder, scene: Scene, { current, others, isForEveryone }: Row): Effect {
  if (scene.strangers.includes(holder)) return isForEveryone ? others : effects.stays
  if (holder === scene.current && current && current.session !== 'starts') return current
  if (isForOne(others.session) && holder !== scene.chosen) return effects.stays // model: stored, signed
  return others
}

// model: stored, signed
const isForOne = (fate: SessionFate) => fate === 'chosen' || fate === 'oldest'
// end

/** What a check says to a cookie and to a token from before the event. */
export const sightsOn = (effect: Effect) => ({
  session: ofCookie[effect.session],
  token: ofToken[effect.token], // feature: tokens
})

export const sightsOf = (holder: Holder, scene: Scene, row: Row) => sightsOn(effectOn(holder, scene, row))
