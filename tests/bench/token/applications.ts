import type { Started } from '@/tests/bench/support/started'
import { environmentOf } from '@/tests/bench/token/ways'
import { type Application, startApplication } from '@/tests/support/application'
import type { Build } from '@/tests/support/build'

/** One process without the cache, one with it. */
export type Applications = Readonly<Record<'off' | 'on', Application>>

interface Starting {
  started: Started
  build: Build
  env: Readonly<Record<string, string>>
}

export async function startApplications({ started, build, env }: Starting): Promise<Applications> {
  const start = (cache: 'on' | 'off') =>
    started.use(
      () => startApplication({ build, env: { ...env, ...environmentOf(cache) } }),
      ({ stop }) => stop(),
    )
  const [off, on] = await Promise.all([start('off'), start('on')])
  return { off, on }
}
