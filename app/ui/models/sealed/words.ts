import type { ModelWords } from '@/app/ui/models/model'

export const sealedWords: ModelWords = {
  nature: 'Everything in an encrypted cookie',
  lead: 'Stateless: an encrypted cookie, by iron-session',
  place: 'cookie',
  isListed: false,
  isVerifiedElsewhere: false,
  session: 'Everything about it is in your cookie, encrypted. The server stores no session.',
  data: 'It lives in the cookie itself: 4096 bytes at most, and of two writes at once the last one wins.',
  card: {
    rumour: 'Stateless sessions cannot be revoked.',
    truth: 'Here a logout denies the session id, wherever a copy of the cookie went.',
    lives: 'In the cookie. The server stores no session.',
    cookie: 'Everything, encrypted and authenticated: who, which role, the deadlines, your data. 4096 bytes at most.',
    revoke:
      'The user, by logging out; and all sessions of a user, or of everyone, at once. Not one of them alone from elsewhere: it has no row in a list.',
    cost: 'One unseal, then a look into a replica of the revocation list in memory. Postgres only at renewal.',
    choose: 'You want the fewest moving parts and keep little data per session.',
  },
}
