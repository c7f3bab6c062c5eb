import { percentile } from '@/lib/figures/distribution'
import { type Database, openDatabase, use } from '@/tests/bench/growth/databases'
import { isSequential } from '@/tests/bench/growth/explain'
import { sessionsEach } from '@/tests/bench/growth/fill'
import { type Operation, operations } from '@/tests/bench/growth/operations'
import type { BenchOptions } from '@/tests/bench/run'
import { table } from '@/tests/bench/support/table'

/** The duration and the index of each operation, with few and with many rows in `Session`. */
export async function growRows({ started, quick }: BenchOptions, url: string): Promise<readonly string[]> {
  const few = await openDatabase(started, url, quick ? 1000 : 10_000)
  const many = await openDatabase(started, url, quick ? 10_000 : 1_000_000)

  const measured: Measured[] = []
  const times = (operation: Operation) => (quick ? 2 : operation.times)
  for (const operation of operations) measured.push(await measure({ ...operation, times: times(operation) }, few, many))
  print(measured, few, many)
  // PostgreSQL scans a table of a few pages sequentially, even if an index exists.
  return quick ? [] : measured.flatMap(brokenBy)
}

interface Measured {
  name: string
  /** Milliseconds. */
  few: number[]
  many: number[]
  /** With many rows. */
  plans: readonly string[]
}

async function measure(operation: Operation, few: Database, many: Database): Promise<Measured> {
  use(many)
  const plans = await many.explainer.plansOf(() => operation.run(personFor(operation, many, 0)))
  const measured: Measured = { name: operation.name, few: [], many: [], plans }
  for (let index = 1; index <= operation.times; index += 1) {
    measured.few.push(await time(operation, few, index))
    measured.many.push(await time(operation, many, index))
  }
  return measured
}

async function time(operation: Operation, database: Database, index: number): Promise<number> {
  use(database)
  await operation.prepare?.()
  const start = performance.now()
  await operation.run(personFor(operation, database, index))
  return performance.now() - start
}

/** Another user each time, and no neighbours: their rows would be cached already. */
function personFor(operation: Operation, { rows }: Database, index: number): number {
  const place = operations.findIndex(({ name }) => name === operation.name)
  return ((place * 200 + index) * 7919) % (rows / sessionsEach)
}

function print(measured: readonly Measured[], few: Database, many: Database): void {
  const count = ({ rows }: Database) => `${rows.toLocaleString('en')} rows`
  const cells = (durations: readonly number[]) => [0.5, 0.99].map((part) => percentile(durations, part).toFixed(2))
  const headings = ['sessions in Postgres', `${count(few)}: p50`, 'p99', `${count(many)}: p50`, 'p99']
  console.log(
    table(
      headings,
      measured.map((each) => [each.name, ...cells(each.few), ...cells(each.many)]),
    ),
  )

  console.log(`\nMilliseconds, measured in turns. The plans with ${count(many)}:\n`)
  for (const { name, plans } of measured) console.log(`${name}:\n${plans.join('\n').replace(/^/gm, '  ')}\n`)
}

const brokenBy = ({ name, plans }: Measured): readonly string[] =>
  plans.filter((plan) => isSequential(plan, 'Session')).map(() => `${name} reads Session from end to end`)
