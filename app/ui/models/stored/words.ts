import type { ModelWords } from '@/app/ui/models/model'

export const storedWords: ModelWords = {
  nature: 'A reference in the cookie, the session in Postgres',
  lead: 'Stateful: a reference to a row, by Prisma',
  place: 'database',
  isListed: true,
  isVerifiedElsewhere: false,
  session: 'It is a row in Postgres. Your cookie holds a reference to it and a secret that proves it is yours.',
  data: 'It lives in a JSON column of the session’s row and changes there atomically: no write gets lost.',
  card: {
    rumour: 'Stateful sessions are safe, but slow.',
    truth: 'Here neither edge nor server asks a database on most checks, and an end still counts within a second.',
    lives: 'In a row in Postgres.',
    cookie: 'A sealed reference: session id, secret, user id, deadlines. Nothing about who is allowed what.',
    revoke: 'The user, by logging out; and from elsewhere any single session, all of a user, or everyone’s.',
    cost: 'One unseal, then a look into a replica of the revocation list in memory. The row comes from a cached copy, which is deleted with it.',
    choose: 'You need a list of devices, more data than a cookie holds, or writes that never get lost.',
  },
}
