import 'server-only'
import { endSession } from '@/lib/server/end-session'
import type { Played } from '@/lib/server/lab/players'
import { browserWith, type Meeting, type Running, verdictOn, withExpired } from '@/lib/server/lab/race/contestants'
import { type Model, models } from '@/lib/session/models'
import type { Verdict } from '@/lib/session/session'
import { nowInSeconds } from '@/lib/time'

/** Tries of each model: now the one, now the other begins. */
const rounds = 6

/** A logout, and a renewal at the same instant. However they end: what is left must not be let in. */
export const raceLogout: Running = async (meeting) => {
  const tally: Awaited<ReturnType<Running>> = []
  for (const model of models) tally.push([model, await raceModel(model, meeting)])
  return tally
}

async function raceModel(model: Model, meeting: Meeting): Promise<Record<string, number>> {
  const results: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    results.push(
      await withExpired(model, meeting, (played) => raceOnce(played, { meeting, logoutFirst: round % 2 === 0 })),
    )
  }
  return {
    rounds,
    renewed: results.filter(({ renewal }) => renewal === 'allowed').length,
    alive: results.filter(({ left }) => left === 'allowed').length,
    unavailable: results.filter(({ left }) => left === 'unavailable').length,
  }
}

interface Start {
  meeting: Meeting
  logoutFirst: boolean
}

interface Round {
  renewal: Verdict | null
  /** On whatever the browser holds afterwards. */
  left: Verdict
}

async function raceOnce(played: Played, { meeting, logoutFirst }: Start): Promise<Round> {
  const browser = browserWith(played, meeting)
  const renew = () => browser.try('edge')
  const logOut = () => endSession(played.credential, 'logout', nowInSeconds())

  const ending = logoutFirst ? logOut() : null
  const [report] = await Promise.all([renew(), ending ?? logOut()])
  const renewal = report?.judgements[0]?.verdict ?? null
  return { renewal, left: await verdictOn(browser.presented) }
}
