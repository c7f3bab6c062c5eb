import type { Answers } from '@/app/choose/answers'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** A model, and how to ask what was revoked. */
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

function modeFor({ revoke, hosting }: Answers): Mode {
  if (hosting === 'no-redis') return 'off'
  return revoke === 'at-once' ? 'strict' : 'snapshot'
}
