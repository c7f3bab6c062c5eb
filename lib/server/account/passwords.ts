import 'server-only'
import { randomBytes } from 'node:crypto' // feature: mail
import { hash, verify } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default), 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * One spelling per password (RFC 8265, section 4.2.2): systems encode accented letters differently. No other change
 * (ASVS 6.2.8).
 */
const normalize = (password: string) => password.normalize('NFC')

export const hashPassword = (password: string) => hash(normalize(password), parameters)

/** Dummy hash: comparing with it takes as long as with a real one (prevents user enumeration by timing, ASVS 6.3.8). */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$6GkTZqd67MeTKuDJxAGDKQ$NfrCb84/Bm1i7sneVYI0JUrt3X/3kFY0sU5VIE0fmGY'

// feature: mail
/**
 * In place of the hash of a password that an attacker knows. It is drawn at random, not computed, so no password is known
 * that matches it. Comparing takes as long as with a real one.
 */
export function lockedHash(): string {
  const { memoryCost, timeCost, parallelism } = parameters
  const [salt, drawn] = [16, 32].map((bytes) => randomBytes(bytes).toString('base64').replaceAll('=', ''))
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${drawn}`
}

// end
/** @param hash the account's hash, or null without an account: the answer is then false, after the same time */
export async function isPassword(hash: string | null, password: string): Promise<boolean> {
  const matches = await verify(hash ?? nobodysHash, normalize(password))
  // A hash from before passwords were normalised is a hash of the password as typed.
  const matchesAsTyped = !matches && normalize(password) !== password && (await verify(hash ?? nobodysHash, password))
  return (matches || matchesAsTyped) && hash !== null
}

/**
 * Whether this is one of the passwords that attackers try first (ASVS 6.2.4). The list is that of zxcvbn, which its
 * maintainers keep up to date. It is large, so it is loaded when the first password is chosen.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return dictionary['passwords-common'].includes(normalize(password).toLowerCase())
}
