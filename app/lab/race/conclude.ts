import type { Conclusion } from '@/app/lab/ui/conclusion'
import { capitalise, listOf, plural } from '@/app/ui/in-words'
import type { Race, Tally } from '@/lib/lab/shared/race'

type Counts = Readonly<Record<string, number>>
type Row = readonly [name: string, counts: Counts]

/** What the counts of a race show, in sentences. */
export const concludeRace = (race: Race, tally: Tally): readonly Conclusion[] =>
  tally.length === 0
    ? [{ tone: 'unknown', text: 'Nothing was counted: the race has no result. Run it again.' }]
    : concluders[race](tally)

const concluders: Readonly<Record<Race, (rows: readonly Row[]) => readonly Conclusion[]>> = {
  expired: (rows) => [...expiredOf(rows), ...twoFamilies(rows), ...unanswered(rows, 'asked')],
  rotation: (rows) => rows.flatMap((row) => rotations[row[0]]?.(row[1]) ?? []),
  logout: (rows) => [...logoutOf(rows), ...unanswered(rows, 'rounds')],
  data: (rows) => dataOf(rows),
}

const of = (counts: Counts, key: string) => counts[key] ?? 0
const namesOf = (rows: readonly Row[]) => listOf(rows.map(([name]) => name))
const having = (rows: readonly Row[], key: string) => rows.filter(([, counts]) => of(counts, key) > 0)
const without = (rows: readonly Row[], key: string) => rows.filter(([, counts]) => of(counts, key) === 0)

/** "sealed 9 of 10, stored 1 of 10" */
const share = (rows: readonly Row[], key: string, total: string) =>
  listOf(rows.map(([name, counts]) => `${name} ${of(counts, key)} of ${of(counts, total)}`))

function dataOf(rows: readonly Row[]): readonly Conclusion[] {
  const losers = having(rows, 'lost')
  const keepers = without(rows, 'lost')
  const lost = losers.map(
    ([name, counts]): Conclusion => ({
      tone: 'bad',
      text: `${capitalise(name)} lost ${of(counts, 'lost')} of ${of(counts, 'increments')} writes, without an error.`,
    }),
  )
  if (keepers.length === 0) return lost

  const text = `${capitalise(namesOf(keepers))} lost no write: ${share(keepers, 'kept', 'increments')} were kept.`
  return [...lost, { tone: 'good', text }]
}

function expiredOf(rows: readonly Row[]): readonly Conclusion[] {
  const refusing = having(rows, 'refused')
  const others = without(rows, 'refused').filter(([, counts]) => of(counts, 'accepted') > 0)
  const bad = refusing.map(
    ([name, counts]): Conclusion => ({
      tone: 'bad',
      text: `${capitalise(name)} refused ${of(counts, 'refused')} of ${of(counts, 'asked')} requests of a valid session: the user is logged out.`,
    }),
  )
  if (others.length === 0) return bad
  const text = `${capitalise(namesOf(others))} refused no request, and the user stays logged in. Accepted: ${share(others, 'accepted', 'asked')}.`
  return [...bad, { tone: 'good', text }]
}

/** A session is one session, and its refresh tokens are one family, however many requests renewed it. */
function twoFamilies(rows: readonly Row[]): readonly Conclusion[] {
  const split = rows.filter(([, counts]) => of(counts, 'sessions') > 1)
  const counted = rows.filter(([, counts]) => counts.rotations !== undefined)
  return [
    ...split.map(
      ([name, counts]): Conclusion => ({
        tone: 'bad',
        text: `${capitalise(name)} ended with ${of(counts, 'sessions')} sessions in place of 1.`,
      }),
    ),
    ...counted.map(([name, counts]): Conclusion => {
      const isOne = of(counts, 'rotations') <= 1 && of(counts, 'unused') === 1
      const left =
        of(counts, 'unused') === 1
          ? '1 unused token is left, for the next renewal'
          : `${plural(of(counts, 'unused'), 'unused token')} are left`
      const text = `${capitalise(name)} rotated its refresh token ${of(counts, 'rotations')} × for ${of(counts, 'asked')} requests, and ${left}.`
      return { tone: isOne ? 'good' : 'bad', text }
    }),
  ]
}

function logoutOf(rows: readonly Row[]): readonly Conclusion[] {
  const alive = having(rows, 'alive')
  const ended = without(rows, 'alive').filter(([, counts]) => of(counts, 'unavailable') < of(counts, 'rounds'))
  const bad = alive.map(
    ([name, counts]): Conclusion => ({
      tone: 'bad',
      text: `${capitalise(name)} revived a session in ${of(counts, 'alive')} of ${of(counts, 'rounds')} rounds: a renewal undid the logout.`,
    }),
  )
  if (ended.length === 0) return bad
  const text = `${capitalise(namesOf(ended))} left no session alive after a logout.`
  return [...bad, { tone: 'good', text: `${text} ${sayOrder(ended)}` }]
}

/** A run in which no renewal came first says nothing about that order. */
function sayOrder(rows: readonly Row[]): string {
  const tried = having(rows, 'renewed')
  if (tried.length === 0) return 'In this run no renewal came before the logout: run it again to see that order too.'
  return `Rounds in which the renewal came first: ${share(tried, 'renewed', 'rounds')}.`
}

function unanswered(rows: readonly Row[], total: string): readonly Conclusion[] {
  const silent = having(rows, 'unavailable')
  if (silent.length === 0) return []
  return [
    {
      tone: 'unknown',
      text: `No answer: ${share(silent, 'unavailable', total)}. The request took longer than 5 seconds, or a store was unavailable. A request without an answer does not log the user out: the browser keeps its cookies and can try again.`,
    },
  ]
}

const rotations: Readonly<Record<string, (counts: Counts) => readonly Conclusion[]>> = {
  'no grace window': (counts) => [
    of(counts, 'alive') > 0
      ? { tone: 'good', text: 'Without a grace window the session is still alive: no use counted as replay.' }
      : {
          tone: 'bad',
          text: `Without a grace window, ${of(counts, 'reused')} of ${of(counts, 'used')} uses by the same browser count as replay, and the session ends: the user is logged out.`,
        },
  ],
  'in the grace window': (counts) => [
    of(counts, 'alive') > 0 && of(counts, 'reused') === 0
      ? {
          tone: 'good',
          text: `Within the grace window all ${of(counts, 'used')} uses are answered, by ${of(counts, 'rotated')} rotation and ${of(counts, 'retried')} retries, and the session stays alive.`,
        }
      : {
          tone: 'bad',
          text: `Within the grace window ${of(counts, 'reused')} of ${of(counts, 'used')} uses count as replay: the user is logged out.`,
        },
  ],
  'replay, after the window': (counts) => [
    of(counts, 'alive') === 0 && of(counts, 'denied') > 0
      ? {
          tone: 'good',
          text: `After the grace window the reuse of the token is detected as replay (${of(counts, 'reused')} of ${of(counts, 'used')} uses), and its session is revoked.`,
        }
      : {
          tone: 'bad',
          text: `After the grace window the used token was used again, and the session was not revoked (${of(counts, 'alive')} family alive).`,
        },
  ],
}
