import type { ClaimFigure } from '@/lib/figures/claims'
import { routes } from '@/lib/routes'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import { logInAt, whoOf } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import type { Pair } from '@/tests/bench/lag/pair'
import { endGrace, openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

/** A thief has a copy of the cookies. The owner goes on; the thief renews with what the owner has used already. */
export async function stolenToken(stage: Stage): Promise<readonly ClaimFigure[]> {
  const tries = stage.quick ? 1 : 10
  const figures: ClaimFigure[] = []
  for (const mode of ['strict', 'snapshot'] as const) {
    const pair = await stage[mode]()
    const delays: number[] = []
    for (let stolen = 0; stolen < tries; stolen += 1) delays.push(await steal(pair))
    const detected = delays.filter((delay) => Number.isFinite(delay))
    figures.push(toFigure('theft_detected', 'signed', detected.length, 'count', { mode }))
    figures.push(toFigure('tries', 'signed', tries, 'count', { mode }))
    if (detected.length > 0)
      figures.push(toFigure('session_ended_after', 'signed', Math.round(Math.max(...detected)), 'ms', { mode }))
  }
  const unnoticed: ClaimFigure[] = []
  for (const model of modelsWithoutRotation) unnoticed.push(...(await stealUnnoticed(stage, model, tries)))
  return [...figures, ...unnoticed, ...(await stealFromPeers(stage, tries))]
}

const modelsWithoutRotation = ['sealed', 'stored'] as const

/** Owner and thief renew in turn: where no credential is valid for one use, both go on. */
async function stealUnnoticed(stage: Stage, of: (typeof modelsWithoutRotation)[number], tries: number) {
  const { first } = await stage.snapshot()
  let accepted = 0
  for (let stolen = 0; stolen < tries; stolen += 1) {
    const owner = await openSession(first, of)
    const thief = owner.clone()
    const renewals = [await renew(owner), await renew(thief)]
    const visits = [await owner.me(), await thief.me(), await owner.me()]
    const isRenewed = renewals.every(({ status }) => status === 204)
    if (isRenewed && visits.every(({ status }) => status === 200)) accepted += 1
  }
  return toCounts('copies_unnoticed', { of, tries, accepted })
}

const renew = (visitor: Visitor) =>
  visitor.send('POST', routes.renew, { Origin: visitor.origin, 'Sec-Fetch-Site': 'same-origin' })

/** @returns milliseconds from the thief's attempt until the other process refuses the owner too; Infinity when it never is */
async function steal({ first, second }: Pair): Promise<number> {
  const owner = await openSession(first, 'signed')
  const thief = owner.clone()
  const renewed = await renew(owner)
  if (renewed.status !== 204) throw new Error(`the owner's renewal answered ${renewed.status}`)
  // As if the thief waited for longer than the grace window, in which a repeated request is no replay.
  await endGrace(owner)

  const replayed = await renew(thief)
  if (replayed.status !== 401) return Number.POSITIVE_INFINITY

  const elsewhere = new Visitor(second, owner.jar.clone())
  const repliedAt = performance.now()
  let last = 0
  for (let asked = 0; asked < 5000; asked = performance.now() - repliedAt) {
    if ((await elsewhere.me()).status !== 200) return last
    last = asked
  }
  return Number.POSITIVE_INFINITY
}

/** A copy of a cookie that lasts for days, used while its owner goes on. */
async function stealFromPeers(stage: Stage, tries: number): Promise<readonly ClaimFigure[]> {
  const peers = await stage.peers()
  if (!peers) return []

  const figures: ClaimFigure[] = []
  for (const of of ['iron-session', 'better-auth-table', 'auth-js'] as const) {
    let accepted = 0
    for (let stolen = 0; stolen < tries; stolen += 1) {
      const owner = await logInAt(peers, of)
      const thief = owner.clone()
      const visits = [await owner.get(whoOf(of)), await thief.get(whoOf(of)), await owner.get(whoOf(of))]
      if (visits.every(({ status }) => status === 200)) accepted += 1
    }
    figures.push(...toCounts('copies_unnoticed', { of, tries, accepted }))
  }
  return figures
}
