/**
 * Every text of /claims and docs/claims.md. No figure stands here: figures come from docs/claims.json. A text with {name} in it is filled
 * by `fill` (app/ui/fill.tsx).
 */

const page = {
  title: 'Claims, measured',
  heading: 'What textbooks say, measured',
  purpose:
    'Textbooks compare stateless sessions, stateful sessions and JWTs in sentences like these. Here each one has a verdict, the reason, and the figures that decide it.',
  contents: 'All sentences and their verdicts',
  kinds: {
    holds: 'holds',
    partly: 'holds in part',
    'no-longer': 'no longer holds',
    false: 'false',
  },
  models:
    'sealed is the stateless session: an encrypted cookie. stored is the stateful session: a row in Postgres and a reference in the cookie. signed is the JWT: a short access token and a refresh token that rotates.',
  modes:
    'strict: each check asks Redis. snapshot (the default): each check asks a local replica of the revocation list. off (the stateless baseline): no check reads the revocation list. A stored session still reads its row; the others learn of a revocation when they are renewed.',
  libraries:
    'iron-session alone: an encrypted cookie without a revocation list. Better Auth, session table: each check reads a row. Better Auth, cookie cache: a signed cookie with the user’s data is accepted until it expires, and then the row is read again. Auth.js, JWT: next-auth, with an encrypted JWT in the cookie. Cookie without a signature: JSON in Base64.',
  measured: 'Measured on {date} by “{command}”: {machine}; {versions}; load {load}.',
  see: 'See it happen',
  check: 'Check it yourself',
  compared: 'compared',
  value: 'value',
  outOf: '{count} of {tries}',
}

// feature: lab
/** Links to the lab. */
const lab = {
  address: 'Send a token in an address in the lab',
  break: 'Make Redis unavailable in the lab',
  inspect: 'Read your own cookie in the lab, and change it',
  measure: 'Measure a session check in the lab',
  race: 'Race parallel requests in the lab',
  replay: 'Replay a copy of your own session in the lab',
  tokens: 'Measure the cache of tokens in the lab',
  trace: 'Trace the steps of a check in the lab',
}
// end

const document = {
  title: 'What textbooks say, measured',
  audience:
    'For developers who choose a session model, and for readers who want to check a sentence of a textbook before they repeat it. It needs no knowledge of this project.',
  generated:
    'This file is generated from the texts and figures of the page `/claims`: `{command}` measures and writes it, `{draw}` writes it again without measuring. Change `app/claims/messages.ts`, not this file.',
  sentence: 'sentence',
  verdict: 'Verdict',
  noMode: 'no mode',
}

const claims = {
  'saves-work': {
    short: 'Stateless saves work',
    sentence: 'A stateless session saves the server’s work, because nothing is stored.',
    verdict: 'storage, not work',
    why: 'While it is in use, a sealed session needs no row. But opening its cookie takes CPU time: the server decrypts it and verifies its MAC. It does so once for each cookie, because it caches the opened cookie. In snapshot mode, a stored session is cached in the same way, so its checks rarely ask the database either.',
  },
  scales: {
    short: 'Stateless scales',
    sentence: 'A stateless session scales to any number of servers; a stateful one needs more administration.',
    verdict: 'holds without revocation',
    why: 'All models scale: each server accepts the sessions of the others. Servers with the same keys accept each other’s sealed and signed sessions until a renewal is due. The renewal needs the same database, and a stored session needs it from the start. For a logout that counts on every server, all models share one revocation list.',
  },
  'data-on-server': {
    short: 'Server-side data is safer',
    sentence: 'A stateful session is safer, because its data stays on the server.',
    verdict: 'mostly false',
    why: 'A copied cookie is a login in every model. Encrypted, it shows as little as a reference. A database leaks too: plain session tokens in it are logins, unless the cookie also needs a signature, as in Better Auth. Two advantages are real: a leaked encryption key forges no stored sessions, and an old cookie brings back no old data.',
  },
  'encrypted-and-signed': {
    short: 'Must be encrypted, signed',
    sentence: 'A stateless session must be encrypted and signed; without that it can be read and forged.',
    verdict: 'holds for signing',
    why: 'Without a MAC or a signature, a visitor writes another user’s id into the cookie and is that user. So one of them is mandatory. Encryption hides the contents, and prevents changes only if it includes a MAC, as in iron-session and Auth.js. A signed JWT is readable, and still cannot be forged. Encrypt if the contents are confidential.',
  },
  'newest-state': {
    short: 'Stateful has newest state',
    sentence: 'A stateful session always has the newest state; a stateless one has the state of its last response.',
    verdict: 'holds if atomic',
    why: 'Parallel requests start from the same cookie, each changes its own copy, and the browser keeps the last response: the other updates are lost. A row keeps every update only if each update is atomic: here it locks the row before it reads. A cached copy of a row can be old too.',
  },
  slower: {
    short: 'Stateful is slower',
    sentence: 'A stateful session is slower, because every request asks the store.',
    verdict: 'only without revocation',
    why: 'In strict mode every check asks the store, and a stateless session that can be revoked asks it too. In snapshot mode, each process keeps a replica of the revocation list and recent rows in memory: the number of store calls depends on time, not on traffic. Both then differ by microseconds. The sentence holds in off mode, without revocation.',
  },
  'cannot-be-revoked': {
    short: 'Stateless: no revocation',
    sentence: 'A stateless session cannot be revoked.',
    verdict: 'only without list',
    why: 'A copied cookie decrypts until it expires, so decryption alone revokes nothing. But every session has an id. A logout records the id in the database and on a revocation list, which each check reads. The list stays short: an entry is needed only until the next renewal is due, because the renewal finds the id in the database.',
  },
  'jwt-is-encrypted': {
    short: 'A JWT is encrypted',
    sentence: 'A JWT is a stateless session; a JWT is encrypted.',
    verdict: 'not by definition',
    why: 'A JWT is a format for claims (RFC 7519). It can carry a session, as in Auth.js, or name one that the server stores, as here. Usually it is only signed: everyone who has it can read it. It can also be encrypted (JWE, RFC 7516). JWT_ENCRYPTION=on encrypts the one in our cookie, at the cost shown here.',
  },
  'carries-roles': {
    short: 'A JWT carries the roles',
    sentence: 'A JWT carries user, roles and permissions, so that no database has to be asked.',
    verdict: 'holds until changed',
    why: 'A role in a token is a copy from the moment of issue. After an admin changes the role, a service that verifies alone accepts the old one until the token expires. Here, a role change raises a counter of the user. The first check that reads the new counter renews the session with the new role.',
  },
  'same-key': {
    short: 'One key for a JWT',
    sentence: 'A JWT is verified with the same key that made it.',
    verdict: 'only with HMAC',
    why: 'HS256 (HMAC) uses one secret for both, so every service that can verify a token can also forge one. RS256, ES256 and EdDSA sign with a private key and verify with a public key: a leak at the verifier forges nothing. Which operation costs more CPU time depends on the algorithm.',
  },
  'in-parameter': {
    short: 'A JWT in the address',
    sentence: 'A JWT may travel in a request parameter.',
    verdict: 'not in URLs',
    why: 'A URL is written to access logs, to the browser’s history and to the Referer header of later requests. Each of these copies is a working token. RFC 6750 discouraged access tokens in the query string, and RFC 9700 forbids them. This application refuses them there. Send the token in the Authorization header.',
  },
  'across-services': {
    short: 'A JWT crosses services',
    sentence: 'A JWT works across domains and services, because no session id has to be shared.',
    verdict: 'holds without revocation',
    why: 'Another service verifies the token with our public keys, which it fetches once and caches. The client sends the token in the Authorization header, because our cookie is not sent there. But the service does not see a revocation: it accepts the token until it expires. If it must know, it asks our introspection endpoint on every check.',
  },
  'no-redis': {
    short: 'A JWT needs no Redis',
    sentence: 'A JWT needs no Redis.',
    verdict: 'holds without revocation',
    why: 'A signature verifies without any store. In off mode, requests are served without Redis until a renewal is due; stored sessions read Postgres. But a stolen token outlives the logout. A revocation on every server needs a shared list, here in Redis. In a short outage, snapshot mode uses its last replica. Logins need Redis, which counts the attempts.',
  },
  blacklist: {
    short: '… except to blacklist it',
    sentence: 'A JWT needs no Redis, except to blacklist it.',
    verdict: 'holds, cheaply',
    why: 'A revocation that counts on every server needs a shared list. But the list is cheap. It contains session ids, not tokens. An entry expires within minutes, because older tokens must be renewed, and a renewal asks the database. In snapshot mode, a check needs no call: each process polls the list and compares in memory.',
  },
  'force-out': {
    short: '… except to force out',
    sentence: 'A JWT needs no Redis, except to force a user out.',
    verdict: 'only for speed',
    why: 'No list of the user’s tokens is needed. Each user has a generation number, and each credential carries the number of its issue. Raising the number revokes all sessions of the user, in every model and on every device. Postgres stores it, so every renewal refuses without Redis. With Redis, it counts within a second.',
  },
  cache: {
    short: '… except to cache it',
    sentence: 'A JWT needs no Redis, except to cache it, which saves the time of making it.',
    verdict: 'rarely pays',
    why: 'Signing a token is quicker than asking Redis for one. A cache hit saves something else: the database queries that check the session before signing. Only a client that requests a new token for every call profits. A client that keeps its token until it expires gains nothing.',
  },
  'stolen-token': {
    short: 'Theft is unnoticed',
    sentence: 'Stealing the token is stealing the session, and it cannot be noticed.',
    verdict: 'partly, with rotation',
    why: 'A stolen access token works until it expires or is revoked. To stay longer, the thief needs the refresh token, which is valid for one use. If thief and user both use it, the later one presents a used token. After the grace window, that ends the session for both. If the user never returns, nothing is noticed.',
  },
  'logout-deletes-cookie': {
    short: 'Sign-out deletes the cookie',
    sentence: 'Signing out deletes the cookie.',
    verdict: 'true, not enough',
    why: 'Deleting the cookie changes one browser. A copy from a log, a backup or malware stays valid: with iron-session alone or Auth.js with a JWT, until it expires. Here the server revokes the session first. In snapshot mode, every server refuses the copy within a second; in strict mode, from the next request on.',
  },
}

/** Labels of the ids in docs/claims.json: what is measured. */
const figures = {
  accepted: 'Accepted by this application',
  accepted_after_logout: 'How long a copy of the cookie is accepted after the logout (longest of several runs)',
  accepted_elsewhere: 'Requests that another service accepts',
  accepted_sharing_all: 'Sessions that another server accepts, with the same keys and stores',
  accepted_sharing_nothing: 'With other keys and stores',
  accepted_sharing_secrets: 'With the same keys, but other stores, before a renewal is due',
  bytes_per_revocation: 'Size of an entry in the revocation list',
  check_time: 'Duration of a check, median (and divided by that of sealed)',
  cookie_bytes: 'Size of the cookie',
  copies_accepted:
    'Copies of the cookie accepted, directly after the logout (sealed, stored, signed: by another server in snapshot mode)',
  copies_accepted_after_1s: 'And one second later',
  copies_unnoticed: 'Thefts that nothing notices: owner and thief are both accepted',
  copy_lifetime: 'Lifetime of a copy that no store is asked about (by the library’s settings, not measured)',
  cpu_per_check: 'CPU time of a request, minus that of the same route without a check',
  devices: 'Sessions of one user ended by one change',
  everyone_out: 'How long a session is accepted after all users were forced out (longest of several runs)',
  forged_accepted:
    'Forged cookies accepted (one for each character that was changed; those without a signature are made up)',
  forged_by_verifier: 'Tokens forged with what the verifier knows',
  in_access_log: 'Requests that leave the token in the access log of nginx',
  in_history: 'Entries with the token in the browser’s history, after one page view',
  in_referer: 'Requests of one page view with the token in the Referer header',
  issue_time: 'Time to make it, without cache',
  issuer_requests: 'Requests that the service sends to the issuer, for all of these together',
  kept_for: 'Time until the entry is deleted',
  logins: 'Logins that work while Redis is unavailable',
  lost_updates: 'Updates lost',
  old_role_for: 'How long the old role is accepted after a change (longest of several runs)',
  open_time: 'Time to open and verify it, without cache',
  readable_facts: 'Facts about the user (id, e-mail, name, role) that can be read without a key',
  redis_calls: 'Redis calls per check',
  redis_calls_per_check: 'Redis calls per check',
  redis_calls_per_revocation: 'Redis calls per revocation',
  requests_per_second: 'Requests per second (and divided by those of the same route without a check)',
  revalidation_interval: 'Revalidation interval: a check in off mode learns of a logout no later',
  role_lifetime: 'How long a role is believed without asking (by the settings, not measured)',
  secrets_in_database: 'Session tokens in plain text in a copy of the database',
  served: 'Requests served directly after Redis has become unavailable',
  session_ended_after: 'How long the session is accepted after the replay (longest of several runs)',
  sign_time: 'Time to sign',
  sql_statements: 'Database queries per check',
  stored_bytes: 'Bytes stored on the server per session, while it is in use',
  theft_detected: 'Replays detected',
  token_time: 'Time to get a token',
  tokens_with_cache: 'Tokens per second, divided by those without a cache',
  user_out: 'How long a session is accepted after its user was forced out (longest of several runs)',
  verify_time: 'Time to verify',
}

/** And what is compared. */
const things = {
  'all-models': 'all models',
  'auth-js': 'Auth.js, JWT',
  baseline: 'in this run',
  'better-auth-cache': 'Better Auth, cookie cache',
  'better-auth-table': 'Better Auth, session table',
  'cache-hit': 'every token is in the cache',
  'cache-miss': 'no token is in the cache',
  default: 'default',
  eddsa: 'EdDSA',
  'encrypted-token': 'signed, then encrypted',
  es256: 'ES256',
  'fetch-from-redis': 'fetch it from Redis',
  header: 'in the Authorization header',
  hs256: 'HS256',
  'introspection-check': 'a service that asks for introspection',
  'iron-session': 'iron-session alone',
  'local-check': 'a service that verifies alone',
  'own-token': 'tokens of this application',
  'plain-cookie': 'cookie without a signature',
  query: 'in the query string',
  redis: 'Redis',
  rs256: 'RS256',
  sealed: 'sealed',
  'sealed-cookie': 'sealed cookie, sent as a token',
  sign: 'sign it',
  signed: 'signed',
  'signed-cookie': 'signed cookies, sent as tokens',
  'signed-token': 'only signed',
  stored: 'stored',
  'stored-cookie': 'stored cookie, sent as a token',
  'token-elsewhere': 'a service that verifies alone',
  user: 'one user',
}

export const english = {
  page,
  lab, // feature: lab
  document,
  claims,
  figures,
  things,
}
