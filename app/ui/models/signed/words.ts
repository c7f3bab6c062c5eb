import type { ModelWords } from '@/app/ui/models/model'

export const signedWords: ModelWords = {
  nature: 'A readable token, and a refresh token beside it',
  lead: 'A readable token that others can verify, by jose',
  place: 'token and database',
  isListed: true,
  isVerifiedElsewhere: true,
  session:
    'A signed token says who you are for some minutes. A refresh token, known to a row in Postgres, brings the next.',
  data: 'It lives on the session’s row, not in the token: anyone can read a token’s claims.',
  card: {
    rumour: 'A JWT needs no Redis.',
    truth: 'Until you take one back. As it lives for minutes, a short list of denied session ids is enough.',
    lives: 'In a token for minutes. Your data, and the right to renew, on a row in Postgres.',
    cookie:
      'A token that anyone can read and, with the public key, verify. Beside it a sealed, rotating refresh token.',
    revoke:
      'As with stored. A service that checks only the signature learns of it minutes later, when the token expires.',
    cost: 'One signature, one unseal, then a look into a replica of the revocation list in memory. Postgres only at renewal.',
    choose: 'Services on other origins must recognise your visitors without asking you.',
  },
}
