import * as z from 'zod'

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
      { value: 'yes', says: 'Yes, without our stores and our secrets' },
    ],
  },
  {
    name: 'data',
    asks: 'What do you keep per session, beside the user?',
    options: [
      { value: 'little', says: 'Nothing, or a few values of which the last write may win' },
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
