// feature: mail (this file)
import 'server-only'
import * as z from 'zod/mini'
import { newId } from '@/lib/ids'
import { openSeal, seal } from '@/lib/session/seal'
import { days, hours, minutes } from '@/lib/time'

/*
 * What is in the outbox: not the mail itself, but the facts that it is made of when it is sent.
 */

/** The secret of a link: 256 random bits. Only the sealed letter and the mail contain it. */
const code = z.string()
/** The client of the request, for the audit trail. */
const client = { ip: z.nullable(z.string()), userAgent: z.nullable(z.string()) }
/** Seconds since 1970. */
const at = z.int()

const ResetLetter = z.object({
  kind: z.literal('reset'),
  /** As typed by a visitor: an account with this address may not exist. */
  to: z.string(),
  code,
  ...client,
})

/** Tells the owner of an account that its password is another one. */
const PasswordChangedLetter = z.object({
  kind: z.literal('password_changed'),
  userId: z.string(),
  at,
  ip: client.ip,
  /** The address had not been verified before, so a reset has removed the factors of the account. */
  hasLostFactor: z.optional(z.boolean()), // feature: second-factor
})
export type PasswordChangedLetter = z.infer<typeof PasswordChangedLetter>

/** Follows a sign-up: a link for a new account, and a notice for an address that has one. */
const SignupLetter = z.object({
  kind: z.literal('signup'),
  to: z.string(),
  /** The new account; null when the address has one. */
  userId: z.nullable(z.string()),
  code,
  ...client,
})

/** A further link that verifies the address which the account has when the mail is sent. */
const VerifyLetter = z.object({ kind: z.literal('verify'), userId: z.string(), code, ...client })

/** A link that gives an account a new address. Another account may have that address. */
const ChangeLetter = z.object({
  kind: z.literal('change'),
  userId: z.string(),
  /** The new address. */
  to: z.string(),
  /** The user's at the request. */
  generation: z.int(),
  code,
  ...client,
})

/** Tells an address that it belongs to an account since now, or does not any more. */
const AddressLetter = z.object({
  kind: z.literal('address'),
  event: z.enum(['left', 'joined', 'restored', 'removed']),
  userId: z.string(),
  to: z.string(),
  at,
  ip: client.ip,
  /** Undoes the change: only for the address that the account has left. */
  undoCode: z.nullable(code),
})
export type AddressLetter = z.infer<typeof AddressLetter>

// feature: second-factor
const factorEvents = [
  ...(['app_on', 'app_off', 'passkey_added', 'passkey_removed'] as const),
  ...(['recovery_codes_made', 'recovery_code_used'] as const),
  'reset', // feature: required-factor
] as const
export type FactorEvent = (typeof factorEvents)[number]

/** Tells the owner of an account about a change or an unusual use of a second factor. */
const SecondFactorLetter = z.object({
  kind: z.literal('second_factor'),
  event: z.enum(factorEvents),
  userId: z.string(),
  at,
  ip: client.ip,
  /** For "this was not me": the address before the change, and the code of the link. Null where there is no link. */
  disown: z._default(z.nullable(z.object({ to: z.string(), code })), null),
})
export type FactorLetter = z.infer<typeof SecondFactorLetter>

/** Tells the owner of an account that its password was entered, and no second factor followed. */
const PasswordKnownLetter = z.object({
  kind: z.literal('password_known'),
  userId: z.string(),
  /** The login that waited for the second factor. */
  challengeId: z.string(),
  at,
  ...client,
})
export type PasswordKnownLetter = z.infer<typeof PasswordKnownLetter>

// end
/** Tells the owner of an account about a login from a browser that is new to the account. */
const LoginLetter = z.object({
  kind: z.literal('login'),
  userId: z.string(),
  /** The address at the login: the new session cannot lead its own mail to another address. */
  to: z.string(),
  code,
  at,
  ...client,
  /** Whether further logins of the same day cause no mail. */
  isLast: z.boolean(),
})
export type LoginLetter = z.infer<typeof LoginLetter>

// model: signed
/** Tells the owner that refresh token reuse was detected. */
const ReuseLetter = z.object({
  kind: z.literal('refresh_reused'),
  userId: z.string(),
  at,
  isLast: z.boolean(),
})
// end

const Letter = z.discriminatedUnion('kind', [
  ResetLetter,
  PasswordChangedLetter,
  SignupLetter,
  VerifyLetter,
  ChangeLetter,
  AddressLetter,
  SecondFactorLetter, // feature: second-factor
  PasswordKnownLetter, // feature: second-factor
  LoginLetter,
  ReuseLetter, // model: signed
])
export type Letter = z.infer<typeof Letter>

/** A link is valid for this time after its mail was sent (ASVS 6.4.1). Seconds. */
export const linkLifetimes = { reset: minutes(30), verify: days(1), change: hours(1) } as const
/** A changed address can be undone for this time after the change. Seconds. */
export const undoLifetime = days(7)

/** How long the outbox tries to send a letter. Seconds. */
const patience = days(1)

/** A row of the outbox. */
export async function toRow(letter: Letter) {
  return { id: newId(), letter: await seal('mail', letter), lifetime: patience }
}

/** @returns null for a row that was sealed by a retired key */
export const openLetter = (found: string): Promise<Letter | null> => openSeal('mail', Letter, found)
