import 'server-only'
import * as z from 'zod'
import { openAccount } from '@/lib/db/open-account'
import { normalizeEmail } from '@/lib/db/users'
import { newSecret } from '@/lib/ids' // feature: mail
import { hashPassword, isCommonPassword } from '@/lib/server/account/passwords'
import type { Client } from '@/lib/server/http/client'
import type { TooMany } from '@/lib/server/limits/bucket'
import { takeSignup, takeSignupMail } from '@/lib/server/limits/guess'
import { type Busy, hashInTurn, logInInTurn } from '@/lib/server/limits/turns'
import { toRow } from '@/lib/server/mail/letters' // feature: mail
import { isMailOn } from '@/lib/server/mail/smtp' // feature: mail

interface NewPerson {
  email: string
  name: string
  password: string
}

type SignupAnswer = { outcome: 'done' } | TooMany | Busy

/**
 * Creates an account, unless the e-mail has one. The answer and the hashing are the same in both cases, so neither the
 * answer nor its time shows which e-mails have an account (ASVS 6.3.8). @throws {UnavailableError}
 */
export async function signUp(person: NewPerson, client: Client): Promise<SignupAnswer> {
  return (await logInInTurn(client, () => signUpNow(person, client))) ?? { outcome: 'busy' }
}

async function signUpNow(person: NewPerson, client: Client): Promise<SignupAnswer> {
  const place = await takeSignup(client)
  if (place.outcome === 'too_many') return place

  const { email, name, password } = person
  try {
    const passwordHash = await hashInTurn({ client, taken: place }, () => hashPassword(password))
    if (passwordHash === null) return { outcome: 'busy' }
    // feature: mail
    const welcome = await welcomeFor(email, client)
    await openAccount({ email, name, passwordHash, mustVerify: welcome !== null }, client, welcome)
    // end, otherwise: await openAccount({ email, name, passwordHash }, client)
  } catch (error) {
    // A sign-up that failed in an outage created no account, so its attempt is refunded.
    await place.giveBack()
    throw error
  }
  return { outcome: 'done' }
}

// feature: mail
/**
 * The same row is queued for a new and for a known address: only the sender, after the answer, finds out which of the two
 * it is. After several sign-ups with one address the row is written too, but never sent, so the time stays the same.
 * @returns null where no mail is sent
 */
async function welcomeFor(email: string, client: Client) {
  if (!isMailOn()) return null

  const place = await takeSignupMail(email)
  const letter = { kind: 'signup', to: normalizeEmail(email), code: newSecret(), ...client } as const
  return async (userId: string | null) => {
    const row = await toRow({ ...letter, userId })
    return place.outcome === 'taken' ? row : { ...row, lifetime: 0 }
  }
}

// end
/* The rules for the fields of an account, with the same messages on every form. */

/**
 * Characters that show nothing, or reverse the direction of the text after them (U+202E): a name made of them is an
 * empty heading, or imitates another user's name. The joiners U+200C and U+200D stay, as some languages and emoji need
 * them.
 */
const invisible =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]/g

/** A letter, a digit, a sign or an emoji. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

const enterName = 'Enter the name you want to be greeted by.'

const shownName = (missing: string, most: number) =>
  z
    .string(missing)
    .transform((name) => name.replace(invisible, '').trim())
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(most, `Use ${most} characters or fewer.`)
        .refine((name) => visible.test(name) && !/\p{Cc}/u.test(name), 'Use characters that can be seen.'),
    )

export const PersonName = shownName(enterName, 100)

export const PasskeyName = shownName('Enter a name that tells you which passkey this is.', 60) // feature: second-factor

/** No rules of composition and no trimming (ASVS 6.2.5, 6.2.8): only a length, and no common password. Parsed async. */
export const NewPassword = z
  .string('Use 8 characters or more.')
  .min(8, 'Use 8 characters or more.')
  .max(1000, 'Use 1000 characters or fewer.')
  .refine(async (password) => !(await isCommonPassword(password)), 'Too many people use this password. Choose another.')

const enterEmail = 'Enter an e-mail address, like ada@example.com.'

/** As browsers check `type=email`, and with a dot in the domain, also in a Unicode domain. Normalised for comparison. */
export const EmailAddress = z
  .string(enterEmail)
  .max(254, 'Use 254 characters or fewer.')
  .transform(normalizeEmail)
  .pipe(z.email({ pattern: z.regexes.html5Email, error: enterEmail }).regex(/\.[a-z][a-z0-9-]*[a-z0-9]$/, enterEmail))
