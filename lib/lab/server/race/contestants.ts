import 'server-only'
import { CookieHolder } from '@/lib/lab/server/cookie-holder'
import { endPlayers, openPlayer, type Played } from '@/lib/lab/server/players'
import type { Tally } from '@/lib/lab/shared/race'
import type { Client } from '@/lib/server/http/client'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { checkVisitor, type Visitor } from '@/lib/server/sessions/check-visitor'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/** The participants of a race, and their number. */
export interface Meeting {
  visitor: AllowedVisitor
  client: Client
  field: number
  /** Other cookies that this deployment requires on every request. */
  besides: string
  /** Aborted when the reader leaves, or the time for a request is over: then no further session is opened. */
  signal: AbortSignal
}

/** The session that started the race has ended. */
export class EndedMeanwhile extends Error {
  override readonly name = 'EndedMeanwhile'
}

/** Runs a race and counts its results. @throws {UnavailableError} @throws {EndedMeanwhile} and the reason of its signal */
export type Running = (meeting: Meeting) => Promise<Tally>

/** Opens a session for one race, past its revalidation interval, so that the first request renews it. Ends it afterwards. */
export async function withExpired<T>(
  model: Model,
  { visitor, client, signal }: Meeting,
  work: (played: Played) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const played = await openPlayer(model, visitor, { client, freshLeft: 0 })
  if (!played) throw new EndedMeanwhile()
  try {
    return await work(played)
  } finally {
    await endPlayers([played])
  }
}

/** A browser with these cookies, which asks for strict checks. */
export const browserWith = ({ cookies }: Played, { besides, signal }: Meeting): CookieHolder =>
  new CookieHolder(cookies, signal, { asked: ['strict'], besides })

/** Whether these cookies are still accepted: the strict check of a page, which does not write. */
export async function verdictOn(presented: Presented): Promise<Visitor['verdict']> {
  const options = { now: nowInSeconds(), trace: new Trace(), mode: 'strict', renewFor: null } as const
  return (await checkVisitor(presented, options)).verdict
}

/** Runs all concurrently. */
export const atOnce = <T>(field: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: field }, (_, index) => run(index)))
