/** How a user has authenticated (`amr`), and the assurance level that follows from it (`acr`). Runs anywhere. */

import * as z from 'zod/mini'

/**
 * The codes of RFC 8176 that this application uses, and `recovery` for a recovery code, which has no code there. `hwk`,
 * `swk` and `pop`: a key was used, one in hardware, one in software, or one of either kind. `mfa`: several factors.
 */
export const methods = ['pwd', 'otp', 'pop', 'hwk', 'swk', 'mfa', 'recovery'] as const
export type Method = (typeof methods)[number]

/** What an earlier release knew of every session. */
const passwordAlone: readonly Method[] = ['pwd']

/**
 * A credential, row or token of an earlier release has no `amr`, and one of a later release may have a code that is
 * unknown here. Both count as a password alone, the lower level, so that no deploy and no rollback logs a user out.
 */
export const Amr = z.catch(
  z.readonly(z.array(z.enum(methods)).check(z.minLength(1), z.maxLength(methods.length))),
  passwordAlone,
)
export type Amr = z.infer<typeof Amr>

/** The authenticator assurance levels of NIST SP 800-63B that a session can have. */
export const levels = ['aal1', 'aal2'] as const
export type Level = (typeof levels)[number]

/** Methods that prove the possession of something: beside a password they are a second factor. */
const possessions: readonly Method[] = ['otp', 'pop', 'hwk', 'swk', 'recovery']

/** Derives the level, which is stored nowhere: two values could disagree. NIST SP 800-63B-4, section 2.2. */
export function levelOf(amr: Amr): Level {
  const hasSecond = amr.includes('pwd') && amr.some((method) => possessions.includes(method))
  return hasSecond || amr.includes('mfa') ? 'aal2' : 'aal1'
}
