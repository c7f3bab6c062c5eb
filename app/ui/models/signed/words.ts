import type { ModelWords } from '@/app/ui/models/model'

export const signedWords: ModelWords = {
  nature: 'The browser keeps a signed pass for a few minutes, and then renews it.',
  lead: 'A readable token that a public key verifies, by jose',
  place: 'token and database',
  isListed: true,
  isVerifiedElsewhere: true,
  session:
    'A signed token says who you are for some minutes. A refresh token, known to a row in Postgres, brings the next.',
  data: 'It lives on the session’s row, not in the token: anyone can read a token’s claims.',
  card: {
    rumour: 'A JWT needs no Redis.',
    truth:
      'That is true until you must revoke one. A token is valid for minutes only, so a short list of revoked session ids is enough.',
    lives: 'In a token, for minutes. Your data and the right to renew are in a row in Postgres.',
    cookie:
      'A token that anyone can read and, with the public key, verify. A second cookie holds an encrypted refresh token, which rotates.',
    revoke:
      'As with stored. A service that checks only the signature accepts the token until it expires, minutes later.',
    cost: '1 signature is verified and 1 cookie decrypted the first time, then both are cached. Each check reads a replica of the revocation list in memory. Only a renewal asks Postgres.',
    choose: 'You want reuse detection, or a gateway on the same host must verify the cookie with a public key.',
  },
}
