import { boundOf, type Counted, count } from '@/app/lab/replay/count'
import type { Recording } from '@/app/lab/replay/recording'
import { subjectNames } from '@/app/lab/replay/sentences'
import type { Conclusion, Tone } from '@/app/lab/ui/conclusion'
import { capitalise, listOf } from '@/app/ui/in-words'
import type { Act, Outcome, Player } from '@/lib/lab/shared/replay'
import { layers, type Way, ways } from '@/lib/lab/shared/words'

/** What a finished run shows, in sentences: what the act did to each session, and until when each way accepted the copy. */
export function concludeReplay(recording: Recording): readonly Conclusion[] {
  const { players, acted, attempts } = recording
  if (players.length === 0) return []

  const met = players.filter(({ subject }) => acted[subject])
  if (met.length === 0)
    return [{ tone: 'unknown', text: 'The run ended before the act, so it shows nothing. Start it again.' }]

  const ended = met.filter(({ subject }) => endings.includes(acted[subject]?.outcome ?? 'unavailable'))
  return [
    ...spared(met, recording),
    ...(ended.length > 0 ? ways.map((way) => concludeWay(way, ended, recording)) : []),
    ...unanswered(attempts),
  ]
}

const endings: readonly Outcome[] = ['ended', 'unfinished', 'retired']
const namesOf = (players: readonly Player[]) => listOf(players.map(({ subject }) => subjectNames[subject]))

/** Sessions that the act did not end, each for a reason of its own. */
function spared(players: readonly Player[], { acted }: Recording): readonly Conclusion[] {
  return reasons.flatMap(({ outcome, tone, says }) => {
    const found = players.filter(({ subject }) => acted[subject]?.outcome === outcome)
    return found.length > 0 ? [{ tone, text: `${capitalise(namesOf(found))}: ${says}` }] : []
  })
}

const reasons: readonly { outcome: Outcome; tone: Tone; says: string }[] = [
  {
    outcome: 'impossible',
    tone: 'bad',
    says: 'this act cannot end the session, as it is in no list. The stolen copy goes on working.',
  },
  {
    outcome: 'renewable',
    tone: 'good',
    says: 'the session goes on with the new role, and no request is refused. A change of the role ends no session, and no stolen copy either.',
  },
  {
    outcome: 'unfinished',
    tone: 'late',
    says: 'the session is ended in Postgres, but Redis did not answer. The copy can work until the credential is renewed.',
  },
  {
    outcome: 'unavailable',
    tone: 'unknown',
    says: 'a store did not answer, so nothing was done. Start the run again.',
  },
]

/** Of one way, and of all layers together: the copy works as long as one of them accepts it. */
interface Fate {
  player: Player
  /** Milliseconds from the act's answer to the last try that was accepted; 0 for none. */
  delay: number
  isAccepted: boolean
  tries: number
  hasAnswer: boolean
}

function fateOf(player: Player, way: Way, recording: Recording): Fate {
  const perLayer = layers.map((layer) => count(recording, { player, layer, way }))
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

/** The last answer of a layer is its state at the end of the run. */
const isAcceptedLast = ({ accepted, refused }: Counted, answer: number) =>
  latest(accepted) >= answer && latest(accepted) > latest(refused)

function concludeWay(way: Way, players: readonly Player[], recording: Recording): Conclusion {
  const fates = players.map((player) => fateOf(player, way, recording))
  const answered = fates.filter(({ hasAnswer }) => hasAnswer)
  const name = wayNames[way]
  if (answered.length === 0) return { tone: 'unknown', text: `${name}: no try after the act had an answer.` }

  const tries = answered.reduce((sum, fate) => sum + fate.tries, 0)
  const isLate = answered.filter(({ delay }) => delay > 0)
  if (isLate.length === 0)
    return { tone: 'good', text: `${name} accepted no stolen copy after the act (0 of ${tries} tries).` }

  const still = isLate.filter(({ isAccepted }) => isAccepted)
  if (still.length > 0)
    return {
      tone: 'bad',
      text: `${name}${alsoRefused(answered, still)} still accepted the stolen copy of ${namesOf(still.map(({ player }) => player))} when the run ended${untilWhen(way)}`,
    }

  const delays = listOf(isLate.map(({ player, delay }) => `${subjectNames[player.subject]} for ${inSeconds(delay)}`))
  const bound = Math.max(...isLate.map(({ player }) => boundOf(recording, { player, layer: null, way }) ?? 0))
  const isWithin = isLate.every(({ delay }) => delay <= bound)
  const limit = isWithin ? `within the limit of ${inSeconds(bound)}` : `longer than the limit of ${inSeconds(bound)}`
  return {
    tone: isWithin ? 'late' : 'bad',
    text: `${name} accepted the stolen copy of ${delays} after the act, ${limit}, and then refused it${way === 'off' ? ', as its credential was due for renewal' : ''}.`,
  }
}

const wayNames: Readonly<Record<Way, string>> = {
  strict: 'Strict',
  snapshot: 'Snapshot',
  off: 'Off',
  textbook: 'Textbook (the stateless baseline)',
}

const alsoRefused = (all: readonly Fate[], still: readonly Fate[]) =>
  still.length < all.length
    ? ` refused the copy of ${namesOf(all.filter((fate) => !still.includes(fate)).map(({ player }) => player))} in the end, but`
    : ''

const untilWhen = (way: Way) =>
  way === 'off'
    ? '. It asks nothing until the credential is renewed.'
    : way === 'textbook'
      ? '. It never asks whether a session was revoked. A stored session may be refused all the same, because its check reads its row.'
      : '.'

const inSeconds = (milliseconds: number) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`

function unanswered(attempts: Recording['attempts']): readonly Conclusion[] {
  const silent = attempts.filter(({ verdicts }) => verdicts === null).length
  if (silent === 0) return []
  return [
    {
      tone: 'unknown',
      text: `${silent} of ${attempts.length} tries had no answer: the request took longer than 5 seconds or broke off, as on a busy machine. Such a try counts neither as accepted nor as refused.`,
    },
  ]
}

/** Whether a run ends sessions that its reader works with. */
export const endsReader = ({ act, own }: { act: Act; own: boolean }): boolean =>
  act === 'everywhere' || act === 'password' || (own && act !== 'role' && act !== 'keys')
