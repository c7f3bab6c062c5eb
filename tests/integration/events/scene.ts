import { issuer } from '@/lib/addresses' // feature: tokens
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { issueToken } from '@/lib/server/tokens/answer-token' // feature: tokens
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import type { Session } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { letIn, look, present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

/** Holds the cookies of a session, and a token of it. */
export interface Holder {
  session: Session
  cookies: readonly IssuedCookie[]
  presents: {
    session: Presented
    token: Presented // feature: tokens
  }
}

/** The sessions of one account, before an event, and those of another account. */
export interface Scene {
  userId: string
  email: string
  /** The event happens at this frozen instant. The sessions began a minute before. */
  now: number
  /** The session in whose request the event happens. */
  current: Holder
  /** The session that the event names, if it names one; otherwise one more of the others. */
  chosen: Holder
  /** One of each model. */
  others: readonly Holder[]
  /** Sessions of another user, one of each model. */
  strangers: readonly Holder[]
  /** The visitor of the current session, as its action receives it. */
  visitor: () => Promise<AllowedVisitor>
}

/** @param model of the current session and of the one that the event names */
export async function openScene(model: Model, now = nowInSeconds()): Promise<Scene> {
  const began = now - 60
  const [person, stranger] = [await newPerson(), await newPerson()]
  // The first one is the oldest of the account.
  const chosen = await openHolder(model, person.userId, began)
  const current = await openHolder(model, person.userId, began)
  return {
    ...person,
    now,
    current,
    chosen,
    others: await openEach(person.userId, began),
    strangers: await openEach(stranger.userId, began),
    visitor: () => letIn(look(current.cookies, now)),
  }
}

async function openEach(userId: string, began: number): Promise<readonly Holder[]> {
  const holders: Holder[] = []
  for (const model of models) holders.push(await openHolder(model, userId, began))
  return holders
}

async function openHolder(model: Model, userId: string, began: number): Promise<Holder> {
  const { session, cookies } = await start(model, userId, began)
  const token = await presentToken(cookies, began) // feature: tokens
  return {
    session,
    cookies,
    presents: {
      session: present(cookies),
      token, // feature: tokens
    },
  }
}

// feature: tokens
async function presentToken(cookies: readonly IssuedCookie[], now: number): Promise<Presented> {
  const caller = { ...(await letIn(look(cookies, now))), now, body: '' }
  const issued = await issueToken(caller, issuer(), 'off')
  if (!issued) throw new Error('a session that has just started gets no token')
  return { authorization: `Bearer ${issued.token}`, cookies: {} }
}
// end

/** The cookies of a session among those that an answer sets. */
export const afterAnswer = (cookies: readonly IssuedCookie[]): readonly IssuedCookie[] =>
  cookies.filter(({ name, attributes }) => attributes.maxAge !== 0 && !name.endsWith('device'))
