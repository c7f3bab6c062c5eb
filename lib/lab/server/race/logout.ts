import 'server-only'
import type { Played } from '@/lib/lab/server/players'
import { browserWith, type Meeting, type Running, verdictOn, withExpired } from '@/lib/lab/server/race/contestants'
import { endSession } from '@/lib/server/sessions/end'
import { type Model, models } from '@/lib/session/models'
import type { Verdict } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'

/** The order is forced: of two that start together the logout always comes first, because it reaches Postgres sooner. */
const orders = ['logout first', 'together', 'renewal first'] as const
type Order = (typeof orders)[number]
const rounds: readonly Order[] = [...orders, ...orders]

/** A logout races a renewal. In each order, the credential that the browser has afterwards must not be accepted. */
export const raceLogout: Running = async (meeting) => {
  const tally: Awaited<ReturnType<Running>> = []
  for (const model of models) tally.push([model, await raceModel(model, meeting)])
  return tally
}

async function raceModel(model: Model, meeting: Meeting): Promise<Record<string, number>> {
  const results: Round[] = []
  for (const order of rounds) {
    results.push(await withExpired(model, meeting, (played) => raceOnce(played, meeting, order)))
  }
  return {
    rounds: rounds.length,
    renewed: results.filter(({ renewal }) => renewal === 'allowed').length,
    alive: results.filter(({ left }) => left === 'allowed').length,
    unavailable: results.filter(({ left }) => left === 'unavailable').length,
  }
}

interface Round {
  renewal: Verdict | null
  /** The verdict on the browser's cookies afterwards. */
  left: Verdict
}

async function raceOnce(played: Played, meeting: Meeting, order: Order): Promise<Round> {
  const browser = browserWith(played, meeting)
  const logOut = () => endSession(played.credential, 'logout', nowInSeconds())

  if (order === 'logout first') await logOut()
  const renewing = browser.try('edge')
  if (order === 'renewal first') await renewing
  if (order !== 'logout first') await logOut()
  const renewal = (await renewing)?.judgements[0]?.verdict ?? null
  return { renewal, left: await verdictOn(browser.presented) }
}
