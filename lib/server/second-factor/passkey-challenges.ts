// feature: second-factor (this file)
import 'server-only'
import { cookies, headers } from 'next/headers'
import * as z from 'zod/mini'
import { issuer } from '@/lib/addresses'
import type { SpentChallenge } from '@/lib/db/second-factor/passkeys'
import { newSecret } from '@/lib/ids'
import { Id, Instant } from '@/lib/session/claims'
import { type IssuedCookie, issueCookie, nameInHttp, passkeyCookie } from '@/lib/session/cookies'
import { openSeal, seal } from '@/lib/session/seal'
import { minutes, toDate } from '@/lib/time'

/**
 * The challenges that this browser was given and may still answer, in one sealed cookie. A list, so that a second tab
 * does not make the first one's challenge useless. A challenge that was answered is used up in Postgres, because a
 * cookie can be sent again (docs/decisions/041).
 */
const Jar = z.object({
  challenges: z.array(z.object({ value: z.string(), userId: z.nullable(Id), until: Instant })),
})
type Challenges = z.infer<typeof Jar>['challenges']

const mostChallenges = 5
export const challengeLifetime = minutes(5)

/** What a request about a passkey says about its browser. */
export interface Ceremony {
  /** The origin of the page. The same-origin check has compared it with our own addresses. */
  origin: string
  /** The cookie with the challenges, unopened. */
  challenges: string | null
}

/** What the action that runs now says. */
export async function currentCeremony(): Promise<Ceremony> {
  const [jar, asked] = [await cookies(), await headers()]
  return { origin: originIn(asked), challenges: jar.get(nameInHttp(passkeyCookie))?.value ?? null }
}

/** A client that is no browser sends no `Origin`, and has to sign for our first address. */
export const originIn = (asked: Pick<Headers, 'get'>) => asked.get('origin') ?? issuer()

/** The RP id of our pages at this address: its host without the port. Addresses of one host share their passkeys. */
export const rpIdOf = (origin: string) => new URL(origin).hostname

/**
 * Issues a challenge of 256 bits.
 * @param userId the account for which a passkey is registered; null for an assertion, which may be of any account
 */
export async function issueSigningChallenge(
  { challenges }: Pick<Ceremony, 'challenges'>,
  userId: string | null,
  now: number,
): Promise<{ value: string; cookie: IssuedCookie }> {
  const [value, until] = [newSecret(), now + challengeLifetime]
  const list = [{ value, userId, until }, ...(await openChallenges(challenges, now))].slice(0, mostChallenges)
  return { value, cookie: issueCookie(passkeyCookie, await seal('passkey', { challenges: list }), now, until) }
}

/** @returns null for a challenge that this browser was not given, was given for another purpose, or that has expired */
export async function findSignedChallenge(
  { challenges }: Pick<Ceremony, 'challenges'>,
  wanted: { value: string; userId: string | null },
  now: number,
): Promise<SpentChallenge | null> {
  const open = await openChallenges(challenges, now)
  const found = open.find(({ value, userId }) => value === wanted.value && userId === wanted.userId)
  return found ? { id: found.value, expiresAt: toDate(found.until) } : null
}

async function openChallenges(cookie: string | null, now: number): Promise<Challenges> {
  const jar = cookie === null ? null : await openSeal('passkey', Jar, cookie)
  return jar?.challenges.filter(({ until }) => until > now) ?? []
}
