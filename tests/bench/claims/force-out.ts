import { setTimeout as sleep } from 'node:timers/promises'
import type { ClaimFigure } from '@/lib/figures/claims'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { isAccepted, longestLag, openFire, type Target } from '@/tests/bench/lag/fire'
import type { Pair } from '@/tests/bench/lag/pair'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'

/** The user has so many sessions of each model. */
const devices = 2
/** Milliseconds under fire after the revocation: longer than a local replica may be old. */
const after = 1500

type Revoke = (userId: string) => Promise<unknown>

const ways: Readonly<Record<'user_out' | 'everyone_out', Revoke>> = {
  user_out: (userId) => cutOffUser(userId, nowInSeconds()),
  everyone_out: () => cutOffEveryone(nowInSeconds()),
}

/** A third process revokes every session of a user, or of everyone: how long do the other two accept them? */
export async function forceOut(stage: Stage): Promise<readonly ClaimFigure[]> {
  const figures: ClaimFigure[] = []
  for (const mode of ['strict', 'snapshot'] as const) {
    const pair = await stage[mode]()
    for (const [figure, revoke] of Object.entries(ways)) {
      for (const [model, lag] of await longestOf(pair, revoke, stage.quick ? 1 : 5))
        figures.push(toFigure(figure, model, Math.round(lag), 'ms', { mode }))
    }
  }
  return [...figures, toFigure('devices', 'user', devices * models.length, 'count')]
}

/** A replica is refreshed once a second: the revocations fall on every moment in between. */
async function longestOf(pair: Pair, revoke: Revoke, repetitions: number): Promise<ReadonlyMap<Model, number>> {
  const longest = new Map<Model, number>()
  for (let done = 0; done < repetitions; done += 1) {
    for (const [model, lag] of await revokeUnderFire(pair, revoke, 200 + (done / repetitions) * 1000))
      longest.set(model, Math.max(longest.get(model) ?? 0, lag))
  }
  return longest
}

/** @returns by model, in milliseconds: from the end of the revocation to the start of the last accepted request, 0 for none */
async function revokeUnderFire({ first, second }: Pair, revoke: Revoke, before: number) {
  const { userId, email } = await newAccount(first)
  const targets = [first, second].map(
    ({ url }, index): Target => ({ process: index === 0 ? 'first' : 'second', url, path: '/api/me' }),
  )
  const fires: Fire[] = []
  for (const model of models) {
    for (let device = 0; device < devices; device += 1) {
      const { jar } = await openSession(first, model, { email })
      fires.push({ model, fire: openFire(targets, jar.header()) })
    }
  }
  try {
    await untilAccepted(fires)
    await sleep(before)
    await revoke(userId)
    const answeredAt = performance.now()
    await sleep(after)
    return fires.map(
      ({ model, fire: { shots } }) => [model, Math.max(0, longestLag({ model, shots, answeredAt }))] as const,
    )
  } finally {
    await Promise.all(fires.map(({ fire }) => fire.cease()))
  }
}

interface Fire {
  model: Model
  fire: ReturnType<typeof openFire>
}

/** A session that was never accepted shows nothing by being refused. @throws {Error} after half a minute */
async function untilAccepted(fires: readonly Fire[]): Promise<void> {
  const isAcceptedBy = ({ fire }: Fire, process: Target['process']) =>
    fire.shots.some((shot) => shot.target.process === process && isAccepted(shot))
  for (let tries = 0; tries < 600; tries += 1) {
    if (fires.every((each) => isAcceptedBy(each, 'first') && isAcceptedBy(each, 'second'))) return
    await sleep(50)
  }
  throw new Error('a session was never accepted before it was revoked')
}
