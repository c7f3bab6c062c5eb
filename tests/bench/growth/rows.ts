import type { PrismaClient } from '@/lib/db/generated/client'
import { Explainer, isSequential } from '@/tests/bench/growth/explain'
import { fill, sessionsEach } from '@/tests/bench/growth/fill'
import { type Operation, operations } from '@/tests/bench/growth/operations'
import type { BenchOptions } from '@/tests/bench/run'
import { median, percentile } from '@/tests/bench/support/statistics'
import { table } from '@/tests/bench/support/table'

/** Where lib/db keeps its client: whoever is there first decides which. */
const holder: typeof globalThis & { prisma?: PrismaClient } = globalThis

interface Figures {
  p50: number
  p99: number
  plans: readonly string[]
}

/** Each operation with few and with many rows in `Session`: milliseconds, and by which index. */
export async function growRows({ started, quick }: BenchOptions, databaseUrl: string): Promise<readonly string[]> {
  const explainer = new Explainer()
  const client = explainer.openClient(databaseUrl)
  holder.prisma = await started.use(
    async () => client,
    (open) => open.$disconnect(),
  )
  const few = quick ? 1000 : 10_000
  const many = quick ? 10_000 : 1_000_000

  await fill(databaseUrl, { from: 0, to: few })
  const before = await measureAll(explainer, few)
  await fill(databaseUrl, { from: few, to: many })
  const after = await measureAll(explainer, many)

  print([before, after], [few, many])
  // A table that fits in a few pages is read from end to end whatever indexes there are.
  return quick ? [] : operations.flatMap(({ name }) => sequentialScans(name, after.get(name)))
}

type All = ReadonlyMap<string, Figures>

async function measureAll(explainer: Explainer, rows: number): Promise<All> {
  const measured = new Map<string, Figures>()
  let person = 0
  // Nobody twice while there are enough, and no neighbours: their rows would be in memory already.
  const next = () => (person++ * 7919) % (rows / sessionsEach)
  for (const operation of operations) measured.set(operation.name, await measure(explainer, operation, next))
  return measured
}

async function measure(explainer: Explainer, { run, times }: Operation, next: () => number): Promise<Figures> {
  const plans = await explainer.plansOf(() => run(next()))
  const durations: number[] = []
  for (let index = 0; index < times; index += 1) {
    const person = next()
    const start = performance.now()
    await run(person)
    durations.push(performance.now() - start)
  }
  return { p50: median(durations), p99: percentile(durations, 0.99), plans }
}

function print([before, after]: readonly [All, All], sizes: readonly [number, number]): void {
  const cells = (figures: Figures | undefined) => [figures?.p50.toFixed(2) ?? '', figures?.p99.toFixed(2) ?? '']
  const rows = operations.map(({ name }) => [name, ...cells(before.get(name)), ...cells(after.get(name))])
  const headings = sizes.flatMap((size) => [`${size.toLocaleString('en')} rows: p50`, 'p99'])
  console.log(table(['sessions in Postgres', ...headings], rows))
  console.log(`\nMilliseconds. Plans at ${sizes[1].toLocaleString('en')} rows:\n`)
  for (const { name } of operations) console.log(`${name}:\n${indented(after.get(name)?.plans ?? [])}\n`)
}

const indented = (plans: readonly string[]) => plans.join('\n').replace(/^/gm, '  ')

const sequentialScans = (name: string, figures: Figures | undefined): readonly string[] =>
  (figures?.plans ?? [])
    .filter((plan) => isSequential(plan, 'Session'))
    .map(() => `${name} reads Session from end to end`)
