import type { Answers } from '@/app/choose/answers'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** A model, and how a check learns about revocations. */
export interface Choice {
  model: Model
  mode: Mode
}

export const decide = (answers: Answers): Choice => ({ model: modelFor(answers), mode: modeFor(answers) })

/** What only one model can do decides first; where nothing is asked for, the one with the fewest parts is left. */
function modelFor({ revoke, origins, data, hosting, devices }: Answers): Model {
  if (origins === 'yes') return 'signed'
  const needsRow = revoke !== 'never' || data === 'much' || devices === 'yes' || hosting === 'no-redis'
  return needsRow ? 'stored' : 'sealed'
}

/** The wish for a revocation decides alone: a hosting that cannot fulfil it is a contradiction to name, no reason for less. */
function modeFor({ revoke, hosting }: Answers): Mode {
  if (revoke === 'at-once') return 'strict'
  if (revoke === 'second') return 'snapshot'
  return hosting === 'no-redis' ? 'off' : 'snapshot'
}
