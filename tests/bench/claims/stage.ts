import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CheckFigures } from '@/lib/figures/measured'
import { measureChecks } from '@/tests/bench/all'
import { type Peers, startPeers } from '@/tests/bench/claims/peers'
import { measureThroughput, type Throughput } from '@/tests/bench/claims/throughput'
import { type Pair, startPair } from '@/tests/bench/lag/pair'
import type { BenchOptions } from '@/tests/bench/run'
import { type BenchStores, startBenchStores } from '@/tests/bench/support/stores'
import { type Build, buildApplication, buildChanged } from '@/tests/support/build'
import { countStatements } from '@/tests/support/postgres-door'

/** What the measurements of the claims share. Each part starts when the first of them asks for it. */
export interface Stage extends BenchOptions {
  stores: BenchStores
  build: () => Promise<Build>
  /** Two processes of one deployment, one pair for each mode. The deadlines are the defaults. */
  strict: () => Promise<Pair>
  snapshot: () => Promise<Pair>
  /** The usual libraries. Null with `--quick`: to install and to build them takes longer than all else. */
  peers: () => Promise<Peers | null>
  throughput: () => Promise<Throughput>
  /** The server check of each model in each mode: what `npm run bench` measures. */
  checks: () => Promise<readonly CheckFigures[]>
}

export async function openStage(options: BenchOptions): Promise<Stage> {
  const { started, quick } = options
  const stores = await startBenchStores(started)
  const door = await started.use(
    () => countStatements(stores.env.DATABASE_URL ?? ''),
    ({ close }) => close(),
  )
  // Use cases called in this process reach PostgreSQL through a proxy that counts their statements.
  Object.assign(process.env, stores.env, { DATABASE_URL: door.url })

  const build = lazily(() => (quick ? buildApplication() : buildChanged('claims', addRoutes)))
  const pairOf = (mode: string) =>
    lazily(async () => {
      const env = { ...stores.env, REVOCATION_MODE: mode }
      const tree = await build()
      return started.use(
        () => startPair(env, tree),
        ({ stop }) => stop(),
      )
    })
  const stage: Stage = {
    ...options,
    ...{ stores, build },
    strict: pairOf('strict'),
    snapshot: pairOf('snapshot'),
    peers: lazily(async () => (quick ? null : startPeers(started, stores))),
    throughput: lazily(() => measureThroughput(stage)),
    checks: lazily(() => measureChecks(quick, { calls: stores.upstash.calls, statements: door.statements })),
  }
  return stage
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Routes that only the benchmark's build has: a check and nothing else, the same answer without a check, the processor time. */
async function addRoutes(tree: string): Promise<void> {
  for (const name of ['who', 'reference', 'cpu']) {
    const route = join(tree, 'app/api/bench', name, 'route.ts')
    await mkdir(dirname(route), { recursive: true })
    await cp(`tests/bench/claims/routes/${name}.ts`, route)
  }
}
