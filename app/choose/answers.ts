import * as z from 'zod'
import type { Model } from '@/lib/session/models'
import type { Mode } from '@/lib/session/revocation/modes'

/** The questions, as the address of an answer spells them: an address that can be shared. */
export const Answers = z.object({
  revoke: z.enum(['never', 'second', 'at-once']),
  origins: z.enum(['no', 'yes']),
  data: z.enum(['little', 'much']),
  hosting: z.enum(['edge', 'one', 'no-redis']),
  devices: z.enum(['no', 'yes']),
})
export type Answers = z.infer<typeof Answers>
export type QuestionName = keyof Answers

interface Question {
  name: QuestionName
  asks: string
  options: readonly { value: string; says: string }[]
}

export const questions: readonly Question[] = [
  {
    name: 'revoke',
    asks: 'Must you be able to revoke one session from elsewhere?',
    options: [
      { value: 'never', says: 'No: logging out, and revoking all sessions of a user, is enough' },
      { value: 'second', says: 'Yes, within a second' },
      { value: 'at-once', says: 'Yes, and the very next request must be refused' },
    ],
  },
  {
    name: 'origins',
    asks: 'Must services on other origins recognise your users?',
    options: [
      { value: 'no', says: 'No, one application' },
      { value: 'yes', says: 'Yes, and they get no access to our database, Redis or secrets' },
    ],
  },
  {
    name: 'data',
    asks: 'What do you keep per session, beside the user?',
    options: [
      { value: 'little', says: 'Nothing, or a few values, where a lost write does no harm' },
      { value: 'much', says: 'More than a cookie holds, or writes that must not get lost' },
    ],
  },
  {
    name: 'hosting',
    asks: 'Where does it run?',
    options: [
      { value: 'edge', says: 'Edge functions or serverless, with Redis' },
      { value: 'one', says: 'One server, with Redis' },
      { value: 'no-redis', says: 'Anywhere, but without Redis' },
    ],
  },
  {
    name: 'devices',
    asks: 'Must admins or users see a list of their devices?',
    options: [
      { value: 'no', says: 'No' },
      { value: 'yes', says: 'Yes' },
    ],
  },
]

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
