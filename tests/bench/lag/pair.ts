import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { isAccepted, openFire, type Repetition, type Shot, type Target } from '@/tests/bench/lag/fire'
import { type Application, startApplication } from '@/tests/support/application'
import type { Build } from '@/tests/support/build'
import { Visitor } from '@/tests/support/visitor'

/** Two processes of one deployment: the same stores, secrets and address. */
export interface Pair {
  first: Application
  second: Application
  stop: () => Promise<void>
}

export async function startPair(env: Readonly<Record<string, string>>, build?: Build): Promise<Pair> {
  const start = (own: Readonly<Record<string, string>> = {}) =>
    startApplication({ env: { ...env, ...own }, ...(build && { build }) })
  const first = await start()
  try {
    const second = await start({ APP_URL: first.url })
    return { first, second, stop: async () => void (await Promise.all([first.stop(), second.stop()])) }
  } catch (error) {
    await first.stop()
    throw error
  }
}

/**
 * Milliseconds under load: from its acceptance at every target, and after the logout, until each target has answered
 * once more.
 */
export interface Timing {
  before: number
  after: number
}

/** A session of the pair that no other measurement uses. */
interface Victim {
  model: Model
  visitor: Visitor
}

/** Logs out at the second process during continuous requests to both. */
export async function revokeUnderFire(
  pair: Pair,
  { model, visitor }: Victim,
  { before, after }: Timing,
): Promise<Repetition> {
  const targets = targetsOf(pair)
  const fire = openFire(targets, visitor.jar.header())
  try {
    await untilLetIn(fire.shots, targets)
    await sleep(before)
    await logOutAt(pair, visitor)
    const answeredAt = performance.now()
    await sleep(after)
    await untilAsked(fire.shots, targets, answeredAt + after)
    return { model, shots: fire.shots, answeredAt }
  } finally {
    await fire.cease()
  }
}

/** A request that began later has been answered by each target. */
async function untilAsked(shots: readonly Shot[], targets: readonly Target[], since: number): Promise<void> {
  const isAsked = (target: Target) => shots.some((shot) => shot.target === target && shot.start > since)
  for (let tries = 0; tries < 600 && !targets.every(isAsked); tries += 1) await sleep(20)
}

/** On a busy machine the first request to a page is slow. */
async function untilLetIn(shots: readonly Shot[], targets: readonly Target[]): Promise<void> {
  const isLetIn = (target: Target) => shots.some((shot) => shot.target === target && isAccepted(shot))
  for (let tries = 0; tries < 200 && !targets.every(isLetIn); tries += 1) await sleep(50)
}

/** A handler, and a page through the edge. */
function targetsOf({ first, second }: Pair): readonly Target[] {
  return ['/api/me', routes.dashboard].flatMap((path) => [
    { process: 'first' as const, url: first.url, path },
    { process: 'second' as const, url: second.url, path },
  ])
}

/**
 * Under the address that both share, like a request through a proxy. If the revocation could not be published to Redis
 * in time, the answer says so, and the bound counts from the publication.
 */
export async function logOutAt({ first, second }: Pair, visitor: Visitor): Promise<void> {
  const headers = { Host: new URL(first.url).host, Origin: first.url }
  const elsewhere = new Visitor({ url: second.url }, visitor.jar.clone())
  const press = (path: string, button: string) => elsewhere.submit(path, button, {}, headers)
  let { status, location } = await press(routes.dashboard, 'Log out')
  if (location?.includes('logout=unfinished')) ({ status, location } = await press(location, 'Try again'))
  if (location !== `${routes.login}?logout=done`) throw new Error(`the logout answered ${status}, ${location}`)
}
