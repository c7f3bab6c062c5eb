// feature: second-factor (this file)
import 'server-only'
import { cookies } from 'next/headers'
import * as z from 'zod/mini'
import { type Access, getAccess } from '@/lib/db/users'
import { newId } from '@/lib/ids'
import { type Destination, toDestination } from '@/lib/routes'
import { Counter, Id, Instant } from '@/lib/session/claims'
import { challengeCookie, deleteCookie, type IssuedCookie, issueCookie, nameInHttp } from '@/lib/session/cookies'
import { type Model, models } from '@/lib/session/models' // model: several
import { isCutOff } from '@/lib/session/revocation/ask'
import { openSeal, seal } from '@/lib/session/seal'
import { minutes } from '@/lib/time'

/*
 * The password was right and the code is missing: the browser gets this sealed challenge, which is a session of no model.
 * Its seal has a purpose of its own, so no credential opens as a challenge, and no challenge as a credential.
 */

/** From the password to the code. Seconds. */
export const challengeLifetime = minutes(5)

const Challenge = z.object({
  /** Public: it names the challenge in the table of those that were answered. */
  id: Id,
  userId: Id,
  /** Read before the password was compared: a revocation since then makes the challenge worthless. */
  generation: Counter,
  siteGeneration: Counter,
  model: z.enum(models), // model: several
  persistent: z.boolean(),
  next: z.string(),
  issuedAt: Instant,
})
export type Challenge = z.infer<typeof Challenge>

export interface Challenged {
  access: Access
  model: Model // model: several
  persistent: boolean
  next: Destination
}

/** @returns the cookie of a browser that has entered the right password, and the public id of the challenge in it */
export async function issueChallenge(
  { access, ...login }: Challenged,
  now: number,
): Promise<{ id: string; cookie: IssuedCookie }> {
  const { userId, generation, siteGeneration } = access
  const challenge: Challenge = { id: newId(), userId, generation, siteGeneration, ...login, issuedAt: now }
  const sealed = await seal('challenge', challenge)
  return { id: challenge.id, cookie: issueCookie(challengeCookie, sealed, now, now + challengeLifetime) }
}

/** @returns null for a cookie that is missing, forged or older than five minutes by the clock of the server */
export async function openChallenge(cookie: string | null, now: number): Promise<Challenge | null> {
  const challenge = cookie === null ? null : await openSeal('challenge', Challenge, cookie)
  return challenge && isYoung(challenge, now) ? challenge : null
}

const isYoung = ({ issuedAt }: Challenge, now: number) => issuedAt <= now + minutes(1) && now < expiryOf({ issuedAt })

/** Seconds since 1970. */
export const expiryOf = ({ issuedAt }: Pick<Challenge, 'issuedAt'>) => issuedAt + challengeLifetime

/**
 * Reads the counters and the role again.
 * @returns null when the account was disabled or deleted, or its sessions were revoked, since the password was compared
 */
export async function getChallengedAccess(challenge: Challenge): Promise<Access | null> {
  const access = await getAccess(challenge.userId)
  return access && !isCutOff(challenge, access) ? access : null
}

/** The challenge of the request that runs now, unopened. */
export async function currentChallenge(): Promise<string | null> {
  return (await cookies()).get(nameInHttp(challengeCookie))?.value ?? null
}

/** After its answer a challenge is of no use. */
export const deleteChallenge = (): IssuedCookie => deleteCookie(challengeCookie)

/** Where the login leads. */
export const destinationOf = ({ next }: Challenge): Destination => toDestination(next)
