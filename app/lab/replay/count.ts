import type { Recording } from '@/app/lab/replay/recording'
import type { Player } from '@/lib/lab/shared/replay'
import type { Layer, Way } from '@/lib/lab/shared/words'

/** One time line: a session, a layer and a way of asking. */
export interface Row {
  player: Player
  /** Null: all layers on one line. */
  layer: Layer | null
  way: Way
}

export interface Counted {
  attempts: number
  /** Moments, in milliseconds since the run began. */
  accepted: readonly number[]
  refused: readonly number[]
  unanswered: readonly number[]
  /** Of those that began after the act had answered; null before it has. */
  after: { attempts: number; accepted: number } | null
  /** Milliseconds from the act's answer to the beginning of the last one that was let in; null for none. */
  delay: number | null
}

export function count({ attempts, acted }: Recording, { player: { subject }, layer, way }: Row): Counted {
  const mine = attempts.filter((attempt) => attempt.subject === subject && (layer === null || attempt.layer === layer))
  const answer = acted[subject]?.answered ?? null
  const startsWhere = (test: (verdict: string | null) => boolean) =>
    mine.filter(({ verdicts }) => test(verdicts?.[way] ?? null)).map(({ started }) => started)

  const accepted = startsWhere((verdict) => verdict === 'allowed')
  const later = (moments: readonly number[]) => moments.filter((moment) => answer !== null && moment >= answer)
  const last = later(accepted)
    .toSorted((one, other) => one - other)
    .at(-1)
  return {
    attempts: mine.length,
    accepted,
    refused: startsWhere((verdict) => verdict === 'revoked' || verdict === 'anonymous'),
    unanswered: startsWhere((verdict) => verdict === null || verdict === 'unavailable' || verdict === 'renewable'),
    after:
      answer === null
        ? null
        : { attempts: later(mine.map(({ started }) => started)).length, accepted: later(accepted).length },
    delay: answer === null || last === undefined ? null : last - answer,
  }
}

/** Milliseconds after the act's answer, as theory has it; null where there is no end in sight. */
export function boundOf({ acted, maxAge }: Recording, { player, way }: Row): number | null {
  const act = acted[player.subject]
  if (act?.outcome === 'retired') return 0
  if (!act || (act.outcome !== 'ended' && act.outcome !== 'unfinished') || way === 'textbook') return null

  const untilRenewed = Math.max(0, player.freshUntil - act.answered)
  // Nobody but Postgres knows, and it is asked at the renewal.
  if (act.outcome === 'unfinished') return untilRenewed
  if (way === 'strict') return 0
  return way === 'snapshot' ? maxAge : untilRenewed
}
