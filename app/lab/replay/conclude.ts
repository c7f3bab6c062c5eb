import { boundOf, type Fate, fateOf } from '@/app/lab/replay/count'
import type { Recording } from '@/app/lab/replay/recording'
import { subjectNames } from '@/app/lab/replay/sentences'
import type { Conclusion, Tone } from '@/app/lab/ui/conclusion'
import { capitalise, listOf } from '@/app/ui/in-words'
import type { Act, Outcome, Player } from '@/lib/lab/shared/replay'
import { type Layer, layers, type Way } from '@/lib/lab/shared/words'

/** What a finished run shows: the effect of the act on each session, and until when each way accepted the copy. */
export function concludeReplay(recording: Recording): readonly Conclusion[] {
  const { players, acted, attempts } = recording
  if (players.length === 0) return []

  const met = players.filter(({ subject }) => acted[subject])
  if (met.length === 0)
    return [{ tone: 'unknown', text: 'The run ended before the act, so it shows nothing. Start it again.' }]

  const ended = met.filter(({ subject }) => endings.includes(acted[subject]?.outcome ?? 'unavailable'))
  return [
    ...spared(met, recording),
    ...(ended.length > 0 ? scenes.map((scene) => concludeScene(scene, ended, recording)) : []),
    ...unanswered(attempts),
  ]
}

const endings: readonly Outcome[] = ['ended', 'unfinished', 'retired']
const namesOf = (players: readonly Player[]) => listOf(players.map(({ subject }) => subjectNames[subject]))

/** Sessions that the act did not end, with the reason. */
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
    says: 'this act cannot end the session, because no list contains it. The stolen copy still works.',
  },
  {
    outcome: 'renewable',
    tone: 'fact',
    says: 'the session continues with the new role, and no request is refused. A change of the role ends neither a session nor a stolen copy.',
  },
  {
    outcome: 'unfinished',
    tone: 'late',
    says: 'the session is revoked in Postgres, but Redis did not answer. The copy can work until the credential is renewed.',
  },
  {
    outcome: 'unavailable',
    tone: 'unknown',
    says: 'a store did not answer, so nothing was done. Start the run again.',
  },
]

/** What one sentence is about, and why it refused at once or late. */
interface Scene {
  way: Way
  name: string
  at: readonly Layer[]
  because?: { good: string; late: string }
}

/**
 * Snapshot has two: the process that performed the act refuses by what it wrote itself, and the edge, like every other
 * process, by its replica of the feed.
 */
const scenes: readonly Scene[] = [
  { way: 'strict', name: 'Strict', at: layers },
  {
    way: 'snapshot',
    name: 'Snapshot on the server',
    at: layers.filter((layer) => layer !== 'edge'),
    because: {
      good: ' The process that performs the act refuses the copy from the next request on.',
      late: ' Another process than the one that performed the act answered: it reads revocations from the feed.',
    },
  },
  {
    way: 'snapshot',
    name: 'Snapshot at the edge',
    at: ['edge'],
    because: { good: '', late: ' The edge, like every other process, reads revocations from the feed.' },
  },
  { way: 'off', name: 'Off', at: layers, because: { good: '', late: ' Its credential was due for renewal.' } },
  { way: 'textbook', name: 'Textbook (the stateless baseline)', at: layers },
]

function concludeScene(scene: Scene, players: readonly Player[], recording: Recording): Conclusion {
  const { way, name, because = { good: '', late: '' } } = scene
  const answered = players.map((player) => fateOf(player, scene, recording)).filter(({ hasAnswer }) => hasAnswer)
  if (answered.length === 0) return { tone: 'unknown', text: `${name}: no attempt after the act had an answer.` }

  const tries = answered.reduce((sum, fate) => sum + fate.tries, 0)
  const isLate = answered.filter(({ delay }) => delay > 0)
  if (isLate.length === 0)
    return {
      tone: 'good',
      text: `${name} accepted no stolen copy after the act (0 of ${tries} attempts).${because.good}`,
    }

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
    text: `${name} accepted the stolen copy of ${delays} after the act, ${limit}, and then refused it.${because.late}`,
  }
}

const alsoRefused = (all: readonly Fate[], still: readonly Fate[]) =>
  still.length < all.length
    ? ` refused the copy of ${namesOf(all.filter((fate) => !still.includes(fate)).map(({ player }) => player))} in the end, but`
    : ''

const untilWhen = (way: Way) =>
  way === 'off'
    ? '. It does not ask until the credential is due for renewal, which can be after the end of a run.'
    : way === 'textbook'
      ? '. It never asks whether a session was revoked. A stored session may still be refused, because its check reads the row.'
      : '.'

const inSeconds = (milliseconds: number) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`

function unanswered(attempts: Recording['attempts']): readonly Conclusion[] {
  const silent = attempts.filter(({ verdicts }) => verdicts === null).length
  if (silent === 0) return []
  return [
    {
      tone: 'unknown',
      text: `${silent} of ${attempts.length} attempts had no answer: the request took longer than 5 seconds or was interrupted, as on a busy machine. Such an attempt counts neither as accepted nor as refused.`,
    },
  ]
}

/** Whether a run ends the session of this browser. */
export const endsReader = ({ act, own }: { act: Act; own: boolean }): boolean =>
  act === 'everywhere' || act === 'password' || (own && act !== 'role' && act !== 'keys')
