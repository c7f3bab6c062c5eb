import 'server-only'
import * as z from 'zod'
import { openAccount } from '@/lib/db/open-account'
import { normalizeEmail } from '@/lib/db/users'
import { hashPassword, isCommonPassword } from '@/lib/server/account/passwords'
import type { Client } from '@/lib/server/http/client'
import type { TooMany } from '@/lib/server/limits/bucket'
import { takeSignup } from '@/lib/server/limits/guess'

interface NewPerson {
  email: string
  name: string
  password: string
}

/**
 * Makes an account, unless the e-mail has one. Answers the same either way, and hashes either way, so that neither the
 * answer nor its time tells which e-mails are known (ASVS 6.3.8). @throws {UnavailableError}
 */
export async function signUp(person: NewPerson, client: Client): Promise<{ outcome: 'done' } | TooMany> {
  const place = await takeSignup(client)
  if (place.outcome === 'too_many') return place

  const { email, name, password } = person
  try {
    await openAccount({ email, name, passwordHash: await hashPassword(password) }, client)
  } catch (error) {
    // What an outage has refused was nobody's account.
    await place.giveBack()
    throw error
  }
  return { outcome: 'done' }
}

/* What an account is made of, wherever it is typed: the same rules and the same sentences. */

/**
 * Characters that show nothing, or turn the direction of what follows (U+202E): a name made of them is an empty heading, or another
 * person's name. The joiners U+200C and U+200D stay: words of some languages and emoji need them between letters.
 */
const invisible =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]/g

/** A letter, a digit, a sign or an emoji. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

const enterName = 'Enter the name you want to be greeted by.'

export const PersonName = z
  .string(enterName)
  .transform((name) => name.replace(invisible, '').trim())
  .pipe(
    z
      .string()
      .min(1, enterName)
      .max(100, 'Use 100 characters or fewer.')
      .refine((name) => visible.test(name) && !/\p{Cc}/u.test(name), 'Use characters that can be seen.'),
  )

/** No rules of composition and no trimming (ASVS 6.2.5, 6.2.8): length, and not what everybody tries first. Parsed async. */
export const NewPassword = z
  .string('Use 8 characters or more.')
  .min(8, 'Use 8 characters or more.')
  .max(1000, 'Use 1000 characters or fewer.')
  .refine(async (password) => !(await isCommonPassword(password)), 'Too many people use this password. Choose another.')

const enterEmail = 'Enter an e-mail address, like ada@example.com.'

/** As browsers check `type=email`, and with a dot in the domain, also in one of Unicode. The result is as accounts are compared. */
export const EmailAddress = z
  .string(enterEmail)
  .max(254, 'That is longer than an e-mail address can be.')
  .transform(normalizeEmail)
  .pipe(z.email({ pattern: z.regexes.html5Email, error: enterEmail }).regex(/\.[a-z][a-z0-9-]*[a-z0-9]$/, enterEmail))
