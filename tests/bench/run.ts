import { parseArgs } from 'node:util'
import { live } from '@/scripts/process/lifetime'
import { describeMachine } from '@/tests/bench/support/machine'
import { Started } from '@/tests/bench/support/started'
import { realStoresObstacle } from '@/tests/support/real-stores'

/** The options of a benchmark. It prints its figures, and returns the violated limits. */
export interface BenchOptions {
  started: Started
  /** Few repetitions: tests that it runs, not its figures. */
  quick: boolean
  /** What else stands on the command line: of `claims`, those that are measured. */
  named: readonly string[]
}

type Bench = (options: BenchOptions) => Promise<readonly string[]>

/** Without a name: measures, writes and draws all checks. */
const everything = async (): Promise<Bench> => (await import('@/tests/bench/all')).all

const benchmarks: Readonly<Record<string, () => Promise<Bench>>> = {
  /** Redraws what is made of the figures in docs, without a measurement. */
  draw: async () => (await import('@/tests/bench/all/draw')).draw,
  lag: async () => (await import('@/tests/bench/lag')).lag,
  check: async () => (await import('@/tests/bench/check')).check,
  http: async () => (await import('@/tests/bench/http')).http,
  page: async () => (await import('@/tests/bench/page')).page,
  growth: async () => (await import('@/tests/bench/growth')).growth,
  token: async () => (await import('@/tests/bench/token')).token,
  claims: async () => (await import('@/tests/bench/claims')).claims,
  memory: async () => (await import('@/tests/bench/memory')).memory,
  logins: async () => (await import('@/tests/bench/logins')).logins,
}

// What is measured in this process is what Next runs in Node (lib/session/redis.ts).
process.env.NEXT_RUNTIME = 'nodejs'

live(async (lifetime) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  })
  const [name, ...named] = positionals
  const load = name === undefined ? everything : benchmarks[name]
  if (!load)
    throw new Error(`npm run bench -- [NAME] [--quick], where NAME is one of ${Object.keys(benchmarks).join(', ')}`)
  if (realStoresObstacle) throw new Error(`A benchmark ${realStoresObstacle}`)

  const started = new Started()
  lifetime.onClose(() => started.stop())
  console.log([`# ${name ?? 'all checks'}`, ...describeMachine(), ''].join('\n'))

  // Not awaited: Ctrl-C waits for this function, and must not wait for the measurements.
  measure(await load(), { started, quick: values.quick, named })
    .then((exitCode) => lifetime.end(exitCode))
    .catch(() => process.exit(1))
})

/** @returns the exit code */
async function measure(bench: Bench, options: BenchOptions): Promise<number> {
  try {
    const broken = await bench(options)
    for (const sentence of broken) console.error(`DOES NOT HOLD: ${sentence}`)
    return broken.length > 0 ? 1 : 0
  } catch (error) {
    if (!options.started.isOver) console.error(error)
    return 1
  }
}
