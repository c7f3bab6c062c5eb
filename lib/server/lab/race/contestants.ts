import 'server-only'
import type { Tally } from '@/lib/lab/race'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { checkVisitor, type Visitor } from '@/lib/server/check-visitor'
import type { Client } from '@/lib/server/client'
import { endPlayers, openPlayer, type Played } from '@/lib/server/lab/replay/players'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/** Who races, and how many at once. */
export interface Meeting {
  visitor: AllowedVisitor
  client: Client
  field: number
}

/** What a race counts. @throws {UnavailableError} */
export type Running = (meeting: Meeting) => Promise<Tally>

/**
 * A session of the reader's, for this alone: past its fresh window, so that it is renewed by whoever asks first. Ended
 * afterwards, whatever has become of it.
 */
export async function withExpired<T>(
  model: Model,
  { visitor, client }: Meeting,
  work: (played: Played) => Promise<T>,
): Promise<T> {
  const played = await openPlayer(model, visitor.session.userId, { client, freshLeft: 0 })
  if (!played) throw new Error('the reader was cut off while a race began')
  try {
    return await work(played)
  } finally {
    await endPlayers([played])
  }
}

/** Whether these cookies are still let in: the strict check of a page, which changes nothing. */
export async function verdictOn(presented: Presented): Promise<Visitor['verdict']> {
  const options = { now: nowInSeconds(), trace: new Trace(), mode: 'strict', renewFor: null } as const
  return (await checkVisitor(presented, options)).verdict
}

/** All at once: none waits for another. */
export const atOnce = <T>(field: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: field }, (_, index) => run(index)))
