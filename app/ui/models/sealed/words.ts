import type { ModelWords } from '@/app/ui/models/model'

export const sealedWords: ModelWords = {
  nature: 'The browser keeps the whole session, encrypted.',
  lead: 'Stateless: an encrypted cookie, by iron-session',
  place: 'cookie',
  isListed: false,
  isVerifiedElsewhere: false,
  session: 'Everything about it is in your cookie, encrypted. The server stores no session.',
  data: 'It lives in the cookie itself: 4096 bytes at most, and of two writes at once the last one wins.',
  card: {
    rumour: 'A stateless session cannot be revoked.',
    truth:
      'Here, a logout adds the session id to a revocation list, and every check reads that list. No copy of the cookie works any more.',
    lives: 'In the cookie. The server stores no session.',
    cookie: 'The whole session, encrypted and authenticated: user, role, deadlines and your data. At most 4096 bytes.',
    revoke:
      'Logging out revokes it. All sessions of a user, or of the site, can be revoked at once. One of them alone cannot be revoked from elsewhere: the database has no row of it.',
    cost: '1 cookie is decrypted the first time, then cached. Each check reads a replica of the revocation list in memory. Only a renewal asks Postgres.',
    choose: 'You want the fewest parts and store little data per session.',
  },
}
