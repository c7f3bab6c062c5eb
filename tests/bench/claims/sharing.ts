import type { ClaimFigure } from '@/lib/figures/claims'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { startBenchStores } from '@/tests/bench/support/stores'
import { startApplication } from '@/tests/support/application'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { request } from '@/tests/support/request'

/**
 * Whether another process of the same build accepts the sessions of the first one: with the same secrets and stores, with the
 * same secrets and stores of its own, with neither.
 */
export async function scales(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { started, stores, quick } = stage
  const { first, second } = await stage.snapshot()
  const build = await stage.build()
  const { env: elsewhere } = await startBenchStores(started)
  const start = (secrets: Readonly<Record<string, string>>) =>
    started.use(
      () =>
        startApplication({ build, env: { ...elsewhere, ...secrets, REVOCATION_MODE: 'snapshot', APP_URL: first.url } }),
      ({ stop }) => stop(),
    )
  const { SESSION_PASSWORDS = '', JWT_KEYS = '' } = stores.env
  const apart = [await start({ SESSION_PASSWORDS, JWT_KEYS }), await start({})]

  const tries = quick ? 2 : 20
  const path = quick ? '/api/me' : '/api/bench/who'
  const figures: ClaimFigure[] = []
  for (const model of models) {
    const cookies: string[] = []
    for (let index = 0; index < tries; index += 1) cookies.push((await openSession(first, model)).jar.header())
    const [all, secrets, nothing] = await Promise.all(
      [second, ...apart].map(({ url }) => countAccepted(url + path, cookies)),
    )
    figures.push(...toCounts('accepted_sharing_all', { of: model, tries, accepted: all ?? 0 }))
    figures.push(toFigure('accepted_sharing_secrets', model, secrets ?? 0, 'count'))
    figures.push(toFigure('accepted_sharing_nothing', model, nothing ?? 0, 'count'))
  }
  return figures
}

async function countAccepted(address: string, cookies: readonly string[]): Promise<number> {
  const { origin, pathname } = new URL(address)
  const answers = await Promise.all(cookies.map((Cookie) => request(origin, pathname, { headers: { Cookie } })))
  return answers.filter(({ status }) => status === 200).length
}
