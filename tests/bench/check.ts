import type { Mode } from '@/lib/session/revocation/modes'
import { nowInSeconds } from '@/lib/time'
import { roundTrips, unsealing, verifying } from '@/tests/bench/check/crypto'
import { encryptionHeadings, measureEncryption, rowOfCosts } from '@/tests/bench/check/encryption'
import { type Measured, measure, type Size } from '@/tests/bench/check/measure'
import { percentiles } from '@/tests/bench/check/microseconds'
import type { BenchOptions } from '@/tests/bench/run'
import { median } from '@/tests/bench/support/statistics'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { models } from '@/tests/support/models'

const modes = ['strict', 'snapshot', 'off'] as const satisfies readonly Mode[]

/** The limits of a warm check in snapshot mode: microseconds in the median, calls of Redis per second. */
const most = { snapshot: 20, callsPerSecond: 1 }

/** Published figures, not measured here: one check each, on a comparable machine, microseconds. */
const given = [
  ['iron-session: unseal', '513'],
  ['jose: ES256 verify', '132'],
  ['Auth.js: decode', '708'],
  ['Better Auth: cookie cache', '183 to 469'],
] as const

const full: Size = { cold: 400, warm: { strict: 3000, snapshot: 30_000, off: 30_000 }, load: 5000 }
const small: Size = { cold: 5, warm: { strict: 20, snapshot: 100, off: 100 }, load: 50 }

/** The cost of one check in its process, and the number of its Redis calls. */
export async function check({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const { env, upstash } = await startBenchStores(started)
  Object.assign(process.env, env)
  const size = quick ? small : full

  const measured: Measured[] = []
  for (const mode of modes) for (const model of models) measured.push(await measure(model, mode, size, upstash))
  const headings = [
    'model',
    'mode',
    'cold p50',
    'cold p99',
    'warm p50',
    'warm p99',
    'calls/check',
    'calls/s',
    'checks/s',
  ]
  console.log(table(headings, measured.map(rowOf)))
  console.log(
    '\nMicroseconds of one check(). Cold: a credential never seen before. Warm: one seen before. Calls of Redis.\n',
  )
  console.log(table(['for scale', 'p50', 'p99'], await scale(size)))
  console.log('\nWhat JWT_ENCRYPTION=on costs the access cookie of the signed model, in microseconds and bytes.\n')
  console.log(table(encryptionHeadings, (await measureEncryption(size.cold, nowInSeconds())).map(rowOfCosts)))
  return quick ? [] : measured.flatMap(brokenBy)
}

function rowOf({ model, mode, cold, warm, load }: Measured): readonly string[] {
  const rates = [
    (load.calls / load.checks).toFixed(4),
    (load.calls / load.seconds).toFixed(1),
    (load.checks / load.seconds).toFixed(0),
  ]
  return [model, mode, ...percentiles(cold), ...percentiles(warm), ...rates]
}

async function scale(size: Size): Promise<readonly (readonly string[])[]> {
  const now = nowInSeconds()
  return [
    ['measured here: iron-session unseal', ...percentiles(await unsealing(size.cold, now))],
    ['measured here: jose ES256 verify', ...percentiles(await verifying(size.cold, now))],
    ['measured here: one query to Redis', ...percentiles(await roundTrips(size.warm.strict))],
    ...given.map(([what, figure]) => [`given: ${what}`, figure, '']),
  ]
}

function brokenBy({ model, mode, warm, load }: Measured): readonly string[] {
  const broken: string[] = []
  if (mode === 'snapshot' && median(warm) >= most.snapshot)
    broken.push(`a warm check takes ${most.snapshot} us or more`)
  if (mode === 'snapshot' && load.calls > Math.ceil(load.seconds * most.callsPerSecond)) broken.push('asks too often')
  if (mode === 'strict' && load.calls !== load.checks) broken.push('a warm check is not one round trip')
  return broken.map((sentence) => `${mode}, ${model}: ${sentence}`)
}
