/** What the names in a token mean, in the order in which they are worth reading. */
export const mainMeanings: ReadonlyMap<string, string> = new Map([
  ['aud', 'Whom it is for: one service, and nobody else'],
  ['exp', 'When it expires; nothing can move that'],
  ['iss', 'Who issued it'],
  ['sub', 'Who you are: the id of your account'],
  ['roles', 'Your role'],
  ['scope', 'What that role may do'],
])

export const otherMeanings: ReadonlyMap<string, string> = new Map([
  ['alg', 'How it is signed'],
  ['typ', 'An access token, and no other kind of JWT'],
  ['kid', 'Which of our public keys verifies it'],
  ['sid', 'The session that it belongs to, and ends with'],
  ['iat', 'When it was issued'],
  ['auth_time', 'When you gave your password'],
  ['jti', 'Its own number: no two are the same'],
  ['client_id', 'The program that it was issued to'],
  ['generation', 'Raised to end all sessions of yours'],
  ['site_generation', 'Raised to end everyone’s'],
  ['access_version', 'Raised when your role changes'],
  ['started_at', 'When the session began; a sealed one has no row to say it'],
  ['ends_at', 'When the session ends at the latest'],
])
