/** Every number that somebody may want to change. Seconds. */
export const policy = {
  /** Clocks differ (RFC 7519, section 4.1.4). */
  clockTolerance: 5,
  /** A `kid` that we do not know makes us ask for new keys this often at most, whoever made it up. */
  keysCooldown: 30,
  /** So long a key is believed that the issuer has retired meanwhile. */
  keysLifetime: 300,
  /** How long an answer of the issuer may take. A development server compiles its first one. */
  patience: 5,
  /** An issuer that failed to give us its keys is not asked again before. Also what `Retry-After` says. */
  pause: 2,
  /** How long a browser remembers that it may call us. */
  preflight: 600,
} as const

export const toMilliseconds = (seconds: number) => seconds * 1000
