/** How to read the table. */
export const reading = [
  {
    term: 'this session',
    meaning:
      'The session in whose request the event happens. A dash: the request belongs to no session of the account, such as that of an admin or of a link from a mail.',
  },
  {
    term: 'other sessions',
    // feature: required-factor
    meaning:
      'The other sessions of the same account. Sessions of other users stay, except with everyone out and with the keys: these concern the sessions of all users. A rule about a second factor concerns every account of its role that has none.',
    // end, otherwise: meaning: 'The other sessions of the same account. Sessions of other users stay, except with everyone out and with the keys: these concern the sessions of all users.',
  },
  // feature: tokens
  {
    term: 'tokens',
    meaning:
      'Access tokens in an Authorization header. A refused token is refused by our own API and by introspection. A service that verifies only the signature accepts it until it expires, five minutes at most.',
  },
  // end
  {
    term: 'stays, new id',
    meaning:
      'The user stays logged in, with the same data and start. The end stays too, or moves to an earlier time. A copy of the earlier cookie is refused.',
  },
  {
    term: 'renewed',
    meaning: 'The user stays logged in. The next request gets a new credential, with the new role or name.',
  },
  {
    term: 'within a second',
    meaning:
      'The process that performs the event knows at once. So does every process in mode strict, for each request that writes, and for each renewal. In mode snapshot another process knows after REVOCATION_MAX_AGE_MS, one second by default. In mode off a credential ends at its renewal, after five minutes at most.',
  },
  // model: signed
  {
    term: 'ends with its token',
    meaning:
      'The refresh token no longer opens, so nothing renews the session. The JWT in the access cookie is accepted until it expires, five minutes at most.',
  },
  // end
  {
    term: 'with the deploy',
    meaning: 'A process knows only its own keys: it knows as soon as it starts with the new ones.',
  },
] as const
