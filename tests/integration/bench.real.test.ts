import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { NextRequest } from 'next/server'
import { afterEach, expect, test } from 'vitest'
import { GET } from '@/tests/bench/http/unguarded-route'
import { newPerson } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { models } from '@/tests/support/models'
import { listProcesses } from '@/tests/support/processes'

/* Checks that the benchmarks run, never their figures: this machine is busy with tests. */

raceOnRealStores()

/** Some of them need a build of the application, which may have to be made first. */
const buildTimeout = 600_000

let running: ChildProcess | undefined
afterEach(() => void running?.kill('SIGINT'))

function startBench(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const node = ['--conditions=react-server', '--import', 'tsx', 'tests/bench/run.ts', ...args]
  const bench = spawn(process.execPath, node, { env })
  running = bench
  const output: string[] = []
  for (const stream of [bench.stdout, bench.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  return { bench, log: () => output.join('') }
}

test.each([
  { name: 'check', row: /^\| signed +\| snapshot +\| +\d/m },
  { name: 'growth', row: /^\| revoke one +\| +\d/m },
  { name: 'http', row: /^\| snapshot +\| +1 \| signed +\| +\d/m },
  { name: 'page', row: /^\| \/dashboard +\| +\d/m },
  { name: 'token', row: /^\| +1 \| signed +\| hit +\| +\d/m },
  { name: 'lag', row: /^\| snapshot +\| signed +\| here +\| +1 .*\n\| snapshot +\| signed +\| elsewhere +\| +1 /m },
  { name: 'logins', row: /^\| +40 \| +\d+ \| +\d+ \| +0 \|/m },
])('the benchmark $name prints where it ran, and figures', { timeout: buildTimeout }, async ({ name, row }) => {
  const { bench, log } = startBench([name, '--quick'])

  const [code] = await once(bench, 'close')

  expect(code, log()).toBe(0)
  expect(log()).toMatch(/^machine: .* cores, \d+ GB$/m)
  expect(log()).toMatch(row)
})

test('the route that the benchmark http adds to a build describes a user to every caller', async () => {
  const { userId } = await newPerson()

  const answer = await GET(new NextRequest(`http://localhost:3000/api/unguarded?user=${userId}`))

  expect(await answer.json()).toMatchObject({ user: { id: userId } })
})

test('without a name it checks every model in every mode, and with --quick leaves docs unchanged', async () => {
  const before = await readFile('docs/bench.json', 'utf8')
  const { bench, log } = startBench(['--quick'])

  const [code] = await once(bench, 'close')

  expect(log()).toMatch(/^\[#{24}\] 9\/9 measured$/m)
  for (const model of models)
    expect(log()).toMatch(new RegExp(`^\\| ${model} +\\| strict +\\| +\\d+ .*\\| 1\\.0000 \\| 0\\.0000`, 'm'))
  expect(await readFile('docs/bench.json', 'utf8')).toBe(before)
  expect(code).toBe(0)
})

test('the benchmark claims measures the claims that are named, in full figures, and writes nothing', async () => {
  const before = await readFile('docs/claims.json', 'utf8')
  const { bench, log } = startBench(['claims', '--quick', 'newest-state', 'jwt-is-encrypted', 'same-key', 'blacklist'])

  const [code] = await once(bench, 'close')

  expect(code, log()).toBe(0)
  for (const row of [
    /^\| newest-state +\| lost_updates +\| sealed +\| +\| +9 \| count/m,
    /^\| newest-state +\| lost_updates +\| stored +\| +\| +0 \| count/m,
    /^\| jwt-is-encrypted +\| readable_facts +\| signed-token +\| +\| +2 \| count/m,
    /^\| jwt-is-encrypted +\| readable_facts +\| encrypted-token +\| +\| +0 \| count/m,
    /^\| same-key +\| forged_by_verifier +\| hs256 +\| +\| +4 \| count/m,
    /^\| same-key +\| forged_by_verifier +\| es256 +\| +\| +0 \| count/m,
    /^\| blacklist +\| redis_calls_per_check +\| signed +\| strict +\| +1 \| requests/m,
  ])
    expect(log()).toMatch(row)
  expect(await readFile('docs/claims.json', 'utf8')).toBe(before)
})

test('an unknown claim is refused with the list of claims', async () => {
  const { bench, log } = startBench(['claims', '--quick', 'is-perfect'])

  const [code] = await once(bench, 'close')

  expect(log()).toContain('no claim is called is-perfect. There are saves-work, scales')
  expect(code).toBe(1)
})

test('an unknown benchmark is refused with the list of benchmarks', async () => {
  const { bench, log } = startBench(['everything'])

  const [code] = await once(bench, 'close')

  expect(log()).toContain('draw, lag, check, http, page, growth, token, claims, memory, logins')
  expect(code).toBe(1)
})

test('Ctrl-C ends a benchmark and every process that it has started', async () => {
  // A benchmark neither starts nor stops stores that were given to the whole run.
  const { TEST_DATABASE_URL: _, TEST_DATABASE_TEMPLATE: __, TEST_REDIS_URL: ___, ...env } = process.env
  const { bench, log } = startBench(['growth'], env)
  await expect.poll(log, { timeout: 30_000 }).toContain('date: ')
  await expect.poll(() => descendantsOf(bench.pid).length, { timeout: 30_000 }).toBeGreaterThan(2)
  const started = descendantsOf(bench.pid)

  bench.kill('SIGINT')
  const [code] = await once(bench, 'close')

  expect(code, log()).toBe(130)
  expect(listProcesses().filter(({ pid }) => started.includes(pid))).toEqual([])
})

function descendantsOf(ancestor: number | undefined): readonly number[] {
  const all = listProcesses()
  const childrenOf = (of: number): number[] =>
    all.flatMap(({ pid, parent }) => (parent === of ? [pid, ...childrenOf(pid)] : []))
  return ancestor === undefined ? [] : childrenOf(ancestor)
}
