import type { Recording } from '@/app/lab/replay/recording'
import type { Player } from '@/lib/lab/shared/replay'
import type { Layer, Way } from '@/lib/lab/shared/words'

/** One time line: a session, a layer and a mode. */
export interface Row {
  player: Player
  /** null: all layers on one line. */
  layer: Layer | null
  way: Way
}

export interface Counted {
  attempts: number
  /** Times, in milliseconds since the run began. */
  accepted: readonly number[]
  refused: readonly number[]
  unanswered: readonly number[]
  /** Attempts that began after the act had answered; null before that. */
  after: { attempts: number; accepted: number } | null
  /** Milliseconds from the act's answer to the start of the last accepted attempt; null for none. */
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

/** The limit by design, in milliseconds after the act's answer; null without a limit. */
export function boundOf({ acted, maxAge }: Recording, { player, way }: Row): number | null {
  const act = acted[player.subject]
  if (act?.outcome === 'retired') return 0
  if (!act || (act.outcome !== 'ended' && act.outcome !== 'unfinished') || way === 'textbook') return null

  const untilRenewed = Math.max(0, player.freshUntil - act.answered)
  // Only Postgres has the revocation, and only a renewal asks Postgres.
  if (act.outcome === 'unfinished') return untilRenewed
  if (way === 'strict') return 0
  return way === 'snapshot' ? maxAge : untilRenewed
}

/** The result of one way over several layers: the copy works as long as one of them accepts it. */
export interface Fate {
  player: Player
  /** Milliseconds from the act's answer to the last accepted attempt; 0 for none. */
  delay: number
  isAccepted: boolean
  tries: number
  hasAnswer: boolean
}

export function fateOf(player: Player, { way, at }: { way: Way; at: readonly Layer[] }, recording: Recording): Fate {
  const perLayer = at.map((layer) => count(recording, { player, layer, way }))
  const answer = recording.acted[player.subject]?.answered ?? 0
  return {
    player,
    delay: Math.max(0, ...perLayer.map(({ delay }) => delay ?? 0)),
    isAccepted: perLayer.some((counted) => isAcceptedLast(counted, answer)),
    tries: perLayer.reduce((sum, { after }) => sum + (after?.attempts ?? 0), 0),
    hasAnswer: perLayer.some(({ accepted, refused }) => [...accepted, ...refused].some((moment) => moment >= answer)),
  }
}

const latest = (moments: readonly number[]) => Math.max(Number.NEGATIVE_INFINITY, ...moments)

/** The last answer of a layer is its verdict at the end of the run. */
const isAcceptedLast = ({ accepted, refused }: Counted, answer: number) =>
  latest(accepted) >= answer && latest(accepted) > latest(refused)
