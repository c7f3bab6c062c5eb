/** All numbers that you may want to change. Seconds. */
export const policy = {
  /** Leeway for clock skew (RFC 7519, section 4.1.4). */
  clockTolerance: 5,
  /** New keys are requested at most this often for tokens with an unknown `kid`, which an attacker can make up. */
  keysCooldown: 30,
  /** How long a key is accepted after the issuer has retired it. */
  keysLifetime: 300,
  /** Timeout for an answer of the issuer. A development server compiles its first one. */
  patience: 5,
  /** Pause before keys are requested again after a failure. Also the value of `Retry-After`. */
  pause: 2,
  /** How long a browser caches the answer to a preflight. */
  preflight: 600,
} as const

export const toMilliseconds = (seconds: number) => seconds * 1000
