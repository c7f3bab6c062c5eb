import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Mutant } from '@/tests/mutants/mutant'
import { mutants } from '@/tests/mutants/mutants'
import { copyOfThisRun, makeCopy, removeCopy } from '@/tests/mutants/support/copy'
import { coreFiles } from '@/tests/mutants/support/core-files'
import { runTests, type TestRun } from '@/tests/mutants/support/run-tests'

/*
 * Breaks the code on purpose, one small change at a time, in a copy of the project, and runs the tests that must notice.
 *
 *   npm run test:mutants -- [NAME or part of one ...] [--list] [--core]
 *
 * `--core`: only with files that `npm test` runs. Ends with 1 when a change survives.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false }, core: { type: 'boolean', default: false } },
})

const core = coreFiles()
const isCore = (file: string) => core.has(file)
/** These build the application again for each change. */
const isSlow = (file: string) => !/^tests\/(unit|architecture|integration)\//.test(file)

function chosen(): readonly Mutant[] {
  const named = mutants.filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  )
  const wanted = named
    .map((mutant) => ({ ...mutant, killedBy: mutant.killedBy.filter((file) => !values.core || isCore(file)) }))
    .filter(({ killedBy }) => killedBy.length > 0)
  return wanted.toSorted((one, other) => Number(one.killedBy.some(isSlow)) - Number(other.killedBy.some(isSlow)))
}

const timesIn = (text: string, part: string) => text.split(part).length - 1

/** @returns a sentence for each mutant that cannot be made */
function problemsOf(wanted: readonly Mutant[]): readonly string[] {
  const twice = wanted.filter(({ name }, index) => wanted.findIndex((other) => other.name === name) !== index)
  const misplaced = wanted.flatMap(({ name, file, find, replace }) => {
    const times = timesIn(readFileSync(file, 'utf8'), find)
    if (find === replace) return [`${name}: changes nothing`]
    return times === 1 ? [] : [`${name}: ${file} contains its excerpt ${times} times`]
  })
  return [...twice.map(({ name }) => `${name}: two mutants have this name`), ...misplaced]
}

/** Files of `npm test` first: others run only when those have noticed nothing. */
async function judge(copy: string, { file, find, replace, killedBy }: Mutant, stop: AbortSignal): Promise<TestRun> {
  const path = join(copy, file)
  const original = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    original.replace(find, () => replace),
  )
  try {
    const parts = [killedBy.filter(isCore), killedBy.filter((test) => !isCore(test))].filter(
      (files) => files.length > 0,
    )
    let run: TestRun = { outcome: 'passed' }
    for (const files of parts) if (run.outcome === 'passed') run = await runTests(copy, files, stop)
    return run
  } finally {
    writeFileSync(path, original)
  }
}

const words = { failed: 'killed  ', passed: 'SURVIVED', broken: 'BROKEN  ' } as const

function report({ name, violates }: Mutant, run: TestRun, milliseconds: number): void {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`.padStart(7)
  console.log([words[run.outcome], seconds, name, violates].join('  '))
  if (run.outcome === 'failed') console.log(`${' '.repeat(19)}${run.file}: ${run.test}`)
  if (run.outcome === 'broken') console.log(run.why.split('\n').slice(-30).join('\n'))
}

/** @returns the exit code */
async function judgeAll(copy: string, wanted: readonly Mutant[], stop: AbortSignal): Promise<number> {
  const files = [...new Set(wanted.flatMap(({ killedBy }) => killedBy))]
  console.log(`${files.length} test files run without a change.`)
  const unchanged = await runTests(copy, files, stop)
  if (stop.aborted) return 130
  if (unchanged.outcome !== 'passed') {
    console.error('Without any change these tests must pass.', unchanged)
    return 1
  }

  const killers: string[] = []
  for (const mutant of wanted) {
    const start = performance.now()
    const run = await judge(copy, mutant, stop)
    if (stop.aborted) return 130
    report(mutant, run, performance.now() - start)
    if (run.outcome === 'failed') killers.push(run.file)
  }
  console.log(`killed ${killers.length} of ${wanted.length}; by files of npm test: ${killers.filter(isCore).length}`)
  return killers.length === wanted.length ? 0 : 1
}

async function main(): Promise<number> {
  const wanted = chosen()
  if (values.list) {
    for (const { name, file, violates, killedBy } of wanted)
      console.log([name, file, violates, ...killedBy].join('\n  '))
    return 0
  }
  const problems = wanted.length === 0 ? ['No mutant has such a name.'] : problemsOf(wanted)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) return 1

  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const copy = copyOfThisRun()
  try {
    await makeCopy(copy)
    return await judgeAll(copy, wanted, stopping.signal)
  } finally {
    await removeCopy(copy)
  }
}

process.exitCode = await main()
