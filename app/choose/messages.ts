/** The texts of this page. A name in braces is a figure or a name that the page fills in. */
export const english = {
  title: 'Which model?',
  purpose:
    'Answer five questions to find the session model that fits your application, with measured figures for and against it.',
  incomplete: 'Not all of the questions are answered yet.',
  submit: 'Recommend a model',
  questions: {
    revoke: {
      asks: 'Must you be able to revoke one session from elsewhere?',
      options: {
        never: 'No: logging out, and revoking all sessions of a user, is enough',
        second: 'Yes, within a second',
        'at-once': 'Yes, and the very next request must be refused',
      },
    },
    origins: {
      asks: 'Must a gateway or another service recognise your users by itself?',
      options: {
        no: 'No, one application',
        yes: 'Yes, with a public key: it gets no access to our database, Redis or secrets',
      },
    },
    data: {
      asks: 'What do you store per session, besides the user?',
      options: {
        little: 'Nothing, or a few values, where a lost update does no harm',
        much: 'More than a cookie holds, or writes that must not get lost',
      },
    },
    hosting: {
      asks: 'Where does it run?',
      options: {
        edge: 'Edge functions or serverless, with Redis',
        one: 'One server, with Redis',
        'no-redis': 'Anywhere, and a check must not depend on Redis',
      },
    },
    devices: {
      asks: 'Must users or admins see where a user is logged in?',
      options: { no: 'No', yes: 'Yes' },
    },
  },
  answer: {
    conflicts: 'Some of your answers contradict each other',
    unmet: 'What this choice still needs',
    why: 'Why',
    logIn: 'Log in with {model}',
    more: 'Disadvantages, and where the figures come from',
    against: 'Disadvantages',
    moreReasons: 'More reasons',
    sources:
      'Cost of a check and bytes: {bench}, {benchDate}, {benchMachine}. Delays and throughput: {claims}, {claimsDate}, {claimsMachine}. PostgreSQL with 1,000,000 sessions: {postgres}, {postgresDate}.',
    link: 'Link to this answer',
  },
  advice: {
    both: '{model} {mode}',
    sealed: 'Use sealed sessions: you ask for nothing that needs a database row, so an encrypted cookie is enough.',
    stored: 'Use stored sessions: each session is a database row that you can list, change and revoke.',
    signed:
      'Use signed sessions: a gateway on your host verifies even the cookie with a public key, and needs none of your secrets.',
    strict: 'Let each check ask Redis, so that the next request after a revocation is refused.',
    snapshot: 'Let each check ask a local replica of the revocation list, which is at most {maxAge} ms old.',
    row: 'Let each check read the row and no revocation list, so that it does not depend on Redis.',
    credential: 'Let each check read only the credential until its renewal, so that it does not depend on Redis.',
  },
  because: {
    elsewhere:
      'A service on another host gets an access token, which every model can issue. It verifies the token with the public key, sends 0 requests to this application, and accepts the token for at most {fresh} seconds.',
    nothingStored: 'A session is {bytes} bytes of cookie and 0 database rows.',
    oneDevice:
      'One session can be revoked through its row. Writing the revocation took {ms} ms in the median with 1,000,000 sessions. A sealed session has no row, so another device cannot revoke it alone.',
    devices: 'The list of a user’s sessions is 1 query: {ms} ms in the median with 1,000,000 sessions.',
    data: 'The data is a JSON column, and 1 statement changes it. No write is lost, and the limit of {limit} bytes per cookie does not apply.',
    noDelay: 'In {mode} mode, no request that began after the response to a logout was accepted (0 ms).',
    delay: 'In {mode} mode, requests were accepted for up to {latest} ms after the response to a logout.',
    row: 'The row alone can answer a check, in {ms} ms in the median with 1,000,000 sessions.',
    cost: 'In {mode} mode, a check takes {p50} in the median (p99: {p99}) and asks Redis {redis} times on average.',
    throughput:
      'In {mode} mode, a route with the check serves {percent} % of the requests per second that it serves without the check.',
  },
  against: {
    sealedRows:
      'A sealed session has 0 database rows: there is no list of sessions, and another device cannot revoke one of them alone.',
    sealedData:
      'Session data and the {bytes} bytes of an empty session share {limit} bytes. Of 2 concurrent writes, the last one wins.',
    storedCap:
      'Each login writes 1 row. Each account keeps at most {cap} sessions: the next login ends the oldest one.',
    storedQuery: 'While Redis is unavailable, each check is 1 query, because no other cache has the row.',
    storedRedis:
      'Even in off mode, a check asks Redis {redis} times, for the row. Sealed and signed sessions ask 0 times.',
    signedBytes:
      'A browser sends {signed} bytes of cookies with each request. With sealed it sends {sealed} bytes, with stored {stored}.',
    signedClaims:
      'Anyone who has the token can read its claims; it is valid for {fresh} seconds. Session data stays in 1 database row, where other services cannot read it.',
    signedRefresh:
      'A refresh token can be used once. A second use more than {grace} seconds later ends the session, even if a slow client caused it.',
    strict:
      'In snapshot mode, the same check takes {p50}. In strict mode, each check waits for 1 round trip to Redis, and the response is 503 while Redis is unavailable.',
    snapshot:
      'A revocation can take effect up to {maxAge} ms late, and each process asks Redis up to 1 time per second.',
    offStored:
      'With a copy of the row in Redis, which each check reads, a check takes {p50} in off mode, and {usual} in snapshot mode. There is no measurement without that copy.',
    off: 'A copied credential is accepted for up to {fresh} seconds after a logout. In runs with a limit of {bound} seconds, the last accepted request began {latest} ms after the logout.',
    oneServer: 'With 1 server, snapshot mode would ask Redis 1 time per second. Strict mode asks it 1 time per check.',
    region: 'Redis is in 1 region. A check in another region waits for 1 round trip between the two.',
    instances:
      'Each instance polls the revocation feed for a replica of its own. 100 instances ask Redis up to 100 times per second, and the first check of each waits for the replica.',
  },
  conflicts: {
    secondOrigins:
      'A revocation within 1 second contradicts services that verify tokens themselves: such a service accepts a token for up to {fresh} seconds after the revocation. This advice keeps the 1 second. A service that needs it too asks for introspection, 1 request per check.',
    atOnceOrigins:
      'A revocation that counts for the next request contradicts services that verify tokens themselves: such a service accepts a token for up to {fresh} seconds after the revocation. This advice refuses the next request. A service that must refuse it too asks for introspection, 1 request per check.',
    secondRedis:
      'A revocation within 1 second contradicts checks that must not depend on Redis: the replica of the revocation list asks Redis 1 time per second. This advice keeps the 1 second, so a check depends on Redis.',
    atOnceRedis:
      'A revocation that counts for the next request contradicts checks that must not depend on Redis: each check waits for 1 answer from Redis. This advice refuses the next request, so a check depends on Redis.',
  },
  unmet:
    'Logins and renewals still need Redis: each asks it at least 1 time. npm start includes an embedded Redis, which serves 1 server.',
}
export type Messages = typeof english
