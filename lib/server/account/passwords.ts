import 'server-only'
import { hash, verify } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default), 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * One spelling for one password (RFC 8265, section 4.2.2): macOS and Windows write an accented letter in different ways. Nothing
 * else is changed (ASVS 6.2.8).
 */
const normalize = (password: string) => password.normalize('NFC')

export const hashPassword = (password: string) => hash(normalize(password), parameters)

/** Of no password at all, with the parameters above: comparing with it takes as long as with a real one (ASVS 6.3.8). */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$6GkTZqd67MeTKuDJxAGDKQ$NfrCb84/Bm1i7sneVYI0JUrt3X/3kFY0sU5VIE0fmGY'

/** @param hash of the account, or null when there is none: the answer is then no, after the same time */
export async function isPassword(hash: string | null, password: string): Promise<boolean> {
  const matches = await verify(hash ?? nobodysHash, normalize(password))
  // A hash from before passwords were normalised is of what was typed then.
  const matchesAsTyped = !matches && normalize(password) !== password && (await verify(hash ?? nobodysHash, password))
  return (matches || matchesAsTyped) && hash !== null
}

/**
 * One of the passwords that are guessed first (ASVS 6.2.4). The list is that of zxcvbn, which others keep up to date; none of its
 * code is used. It is large, so it is loaded when the first password is chosen.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return dictionary['passwords-common'].includes(normalize(password).toLowerCase())
}
