import type { ClaimFigure } from '@/lib/figures/claims'
import { modes } from '@/lib/session/revocation/modes'
import { toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { startApplication } from '@/tests/support/application'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { startUpstashProcess } from '@/tests/support/upstash-process'

/** Redis becomes unavailable while sessions are in use: how many of their requests are answered, and how many logins. */
export async function noRedis({ started, stores, quick, ...stage }: Stage): Promise<readonly ClaimFigure[]> {
  const upstash = await started.use(
    () => startUpstashProcess(stores.env.EMBEDDED_REDIS_URL ?? ''),
    ({ stop }) => stop(),
  )
  const build = await stage.build()
  const apps = await Promise.all(
    modes.map(async (mode) => {
      const env = { ...stores.env, ...upstash.env, REVOCATION_MODE: mode, SEED: 'off' }
      const app = await started.use(
        () => startApplication({ build, env }),
        ({ stop }) => stop(),
      )
      return { mode, app }
    }),
  )
  const visits = await Promise.all(
    apps.flatMap(({ mode, app }) =>
      models.map(async (model) => ({ mode, model, visitor: await openSession(app, model) })),
    ),
  )
  for (const { model, mode, visitor } of visits) {
    const { status } = await visitor.me()
    if (status !== 200) throw new Error(`${model} in ${mode} mode: ${status} before the outage`)
  }
  await upstash.stop()

  const tries = quick ? 2 : 10
  // All at once: in snapshot mode the bound of an outage, REVOCATION_OUTAGE_MS, is one minute.
  const figures = await Promise.all(
    visits.map(async ({ model, mode, visitor }) => {
      let served = 0
      for (let sent = 0; sent < tries; sent += 1) served += (await visitor.me()).status === 200 ? 1 : 0
      return toFigure('served', model, (served / tries) * 100, 'percent', { mode })
    }),
  )
  for (const { mode, app } of apps) {
    const logins = await Promise.allSettled(models.map((model) => logInByForm(app, model)))
    const done = logins.filter(({ status }) => status === 'fulfilled').length
    figures.push(toFigure('logins', 'all-models', (done / logins.length) * 100, 'percent', { mode }))
    await app.stop()
  }
  return figures
}
