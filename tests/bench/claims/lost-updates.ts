import * as z from 'zod'
import type { ClaimFigure } from '@/lib/figures/claims'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { toFigure } from '@/tests/bench/claims/figure'
import { logInAt } from '@/tests/bench/claims/peer-visitors'
import type { Peers } from '@/tests/bench/claims/peers'
import type { Stage } from '@/tests/bench/claims/stage'
import { newPerson } from '@/tests/integration/support/person'
import { countVisit, open, readDataOf, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

/** One browser sends so many requests at once, and each adds one to a counter in the session. */
const atOnce = 10

export async function newestState(stage: Stage): Promise<readonly ClaimFigure[]> {
  const rounds = stage.quick ? 1 : 10
  const peers = await stage.peers()
  const counters: [string, () => Promise<number>][] = models.map((model) => [model, () => countOurs(model)])
  if (peers) counters.push(['iron-session', () => countIron(peers)])

  const figures: ClaimFigure[] = []
  for (const [of, count] of counters) {
    let kept = 0
    for (let round = 0; round < rounds; round += 1) kept += await count()
    figures.push(toFigure('lost_updates', of, rounds * atOnce - kept, 'count'))
    figures.push(toFigure('tries', of, rounds * atOnce, 'count'))
  }
  return figures
}

/** @returns the value of the counter after all of them */
async function countOurs(model: Model): Promise<number> {
  let { cookies } = await start(model, (await newPerson()).userId)
  const changes = await Promise.all(Array.from({ length: atOnce }, () => countVisit(cookies)))
  for (const change of changes) {
    if (typeof change === 'string') throw new Error(`${model}: ${change}`)
    // The browser keeps the cookie of the response that arrives last. Only a sealed session has one.
    if (change.cookies.length > 0) cookies = change.cookies
  }
  const now = nowInSeconds()
  const data = await readDataOf(await open(cookies, now), now)
  if (!data) throw new Error(`${model}: the session has ended`)
  return data.visits
}

const Visits = z.object({ visits: z.number() })

async function countIron(peers: Peers): Promise<number> {
  const visitor = await logInAt(peers, 'iron-session')
  await Promise.all(Array.from({ length: atOnce }, () => visitor.send('PATCH', '/api/iron-session')))
  const { visits } = Visits.parse((await visitor.send('PATCH', '/api/iron-session')).json())
  return visits - 1
}
