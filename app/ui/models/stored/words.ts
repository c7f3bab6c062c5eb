import type { ModelWords } from '@/app/ui/models/model'

export const storedWords: ModelWords = {
  nature: 'Our server keeps the session.',
  lead: 'Stateful: a reference to a database row, by Prisma',
  place: 'database',
  isListed: true,
  isVerifiedElsewhere: false,
  session: 'It is a row in Postgres. Your cookie holds a reference to it and a secret that proves it is yours.',
  data: 'It lives in a JSON column of the session’s row and changes there atomically: no write gets lost.',
  card: {
    rumour: 'A stateful session is safe, but slow.',
    truth:
      'Here, most checks ask no database, neither at the edge nor on the server, and a revocation takes effect within 1 second.',
    lives: 'In a row in Postgres.',
    cookie: 'An encrypted reference: session id, secret, user id and deadlines. It holds no role and no permission.',
    revoke:
      'Logging out revokes it. From elsewhere, one session, all sessions of a user, or all sessions of the site can be revoked.',
    cost: '1 cookie is decrypted the first time, then cached. Each check reads a replica of the revocation list in memory. The row comes from a cache, and a revocation deletes it there.',
    choose: 'You need a list of sessions, more data than a cookie holds, or writes that must not get lost.',
  },
}
