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

/** Who races, and how many at once. */
export interface Meeting {
  visitor: AllowedVisitor
  client: Client
  field: number
  /** What this deployment wants of every request. */
  besides: string
  /** Of whoever asked, and of what a request may take: between two sessions nothing more is begun. */
  signal: AbortSignal
}

/** The session in whose name the race began has ended. */
export class EndedMeanwhile extends Error {
  override readonly name = 'EndedMeanwhile'
}

/** What a race counts. @throws {UnavailableError} @throws {EndedMeanwhile} and, where its signal says so, what that says */
export type Running = (meeting: Meeting) => Promise<Tally>

/**
 * A session of the reader's, for this alone: past its fresh window, so that it is renewed by whoever asks first. Ended
 * afterwards, whatever has become of it.
 */
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

/** A browser that has these cookies, and asks as strictly as it can be asked. */
export const browserWith = ({ cookies }: Played, { besides, signal }: Meeting): CookieHolder =>
  new CookieHolder(cookies, signal, { asked: ['strict'], besides })

/** Whether these cookies are still let in: the strict check of a page, which changes nothing. */
export async function verdictOn(presented: Presented): Promise<Visitor['verdict']> {
  const options = { now: nowInSeconds(), trace: new Trace(), mode: 'strict', renewFor: null } as const
  return (await checkVisitor(presented, options)).verdict
}

/** All at once: none waits for another. */
export const atOnce = <T>(field: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: field }, (_, index) => run(index)))
