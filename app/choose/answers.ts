import * as z from 'zod'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** The questions in their order, as the address of an answer spells them: an address that can be shared. */
export const Answers = z.object({
  revoke: z.enum(['never', 'second', 'at-once']),
  origins: z.enum(['no', 'yes']),
  data: z.enum(['little', 'much']),
  hosting: z.enum(['edge', 'one', 'no-redis']),
  devices: z.enum(['no', 'yes']),
})
export type Answers = z.infer<typeof Answers>

export const questionNames = Answers.keyof().options

/** A model, and how a check learns about revocations. */
export interface Choice {
  model: Model
  mode: Mode
}

export const decide = (answers: Answers): Choice => ({ model: modelFor(answers), mode: modeFor(answers) })

/** What only one model can do decides first. Where an application asks for nothing special, the model with the fewest parts is left. */
function modelFor({ revoke, origins, data, hosting, devices }: Answers): Model {
  if (origins === 'yes') return 'signed'
  const needsRow = revoke !== 'never' || data === 'much' || devices === 'yes' || hosting === 'no-redis'
  return needsRow ? 'stored' : 'sealed'
}

/** The wish for a revocation alone decides. Hosting that cannot fulfil it is a contradiction to name, no reason for a weaker mode. */
function modeFor({ revoke, hosting }: Answers): Mode {
  if (revoke === 'at-once') return 'strict'
  if (revoke === 'second') return 'snapshot'
  return hosting === 'no-redis' ? 'off' : 'snapshot'
}
