import 'server-only'
import type { Played } from '@/lib/lab/server/players'
import { atOnce, type Meeting, type Running, withExpired } from '@/lib/lab/server/race/contestants'
import type { Changed } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { type Model, models } from '@/lib/session/models'
import { openPresented } from '@/lib/session/open'
import { nowInSeconds } from '@/lib/time'

/** Several tabs count one visit each, concurrently, from the same cookie (lost updates). */
export const raceData: Running = async (meeting) => {
  const tally: Awaited<ReturnType<Running>> = []
  for (const model of models) tally.push([model, await raceModel(model, meeting)])
  return tally
}

function raceModel(model: Model, meeting: Meeting): Promise<Record<string, number>> {
  return withExpired(model, meeting, async (played) => {
    const { field } = meeting
    const changes = await atOnce(field, () => countVisit(played))
    const kept = await visitsAfter(played, changes)
    return { increments: field, kept, lost: field - kept }
  })
}

const countVisit = ({ credential }: Played) =>
  lifecycleOf(credential).changeData(credential, (data) => ({ ...data, visits: data.visits + 1 }), nowInSeconds())

/** What the next request of that browser would read: of several Set-Cookie, the browser keeps the last. */
async function visitsAfter({ credential, cookies }: Played, changes: readonly Changed[]): Promise<number> {
  const set = changes.flatMap((changed) => (typeof changed === 'string' ? [] : changed.cookies))
  const jar = { ...cookies, ...Object.fromEntries(set.map(({ name, value }) => [name, value])) }
  const next = (await openPresented({ authorization: null, cookies: jar }, nowInSeconds())).credential ?? credential
  return (await lifecycleOf(next).readData(next, nowInSeconds()))?.visits ?? 0
}
