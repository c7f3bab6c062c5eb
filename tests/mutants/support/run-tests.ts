import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import * as z from 'zod'

/** `broken`: no test has failed, and the run was no success either. Such a run says nothing about the tests. */
export type TestRun =
  | { outcome: 'passed' }
  | { outcome: 'failed'; file: string; test: string }
  | { outcome: 'broken'; why: string }

/** What vitest's JSON reporter writes, as far as it is read here. */
const Report = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      /** Why the file itself failed: it does not load, or what it sets up fails. */
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** Milliseconds. The slowest file builds the application and starts it. */
const longestRun = 15 * 60_000

/** Runs test files of the copy until the first one fails. @param stop ends the run and everything that it has started */
export async function runTests(copy: string, files: readonly string[], stop: AbortSignal): Promise<TestRun> {
  const output = join(copy, '.data/report.json')
  rmSync(output, { force: true })
  const vitest = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...argumentsFor(output, files), ...files],
    {
      cwd: copy,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const printed: string[] = []
  for (const stream of [vitest.stdout, vitest.stderr]) stream.on('data', (chunk) => printed.push(String(chunk)))

  const code = await endOf(vitest, AbortSignal.any([stop, AbortSignal.timeout(longestRun)]))
  const report = readReport(output)
  const messages = report?.testResults.map(({ message }) => message) ?? []
  return verdict(copy, report, code) ?? { outcome: 'broken', why: [...messages, ...printed].join('\n').trim() }
}

/**
 * The closing line also opens the folder of the run, with which everything ends that the run has started. A single file
 * needs one worker, and so one set of stores or one application.
 */
const argumentsFor = (output: string, files: readonly string[]) => [
  ...['--bail', '1', '--reporter', 'json', '--outputFile', output],
  ...['--reporter', './tests/support/closing-line.ts'],
  ...(files.length === 1 ? ['--maxWorkers', '1'] : []),
]

/** @returns the exit code, or null for a run that was stopped */
async function endOf(vitest: ChildProcess, stop: AbortSignal): Promise<number | null> {
  const end = () => vitest.kill('SIGTERM')
  stop.addEventListener('abort', end)
  if (stop.aborted) end()
  const [code]: unknown[] = await once(vitest, 'close')
  stop.removeEventListener('abort', end)
  return stop.aborted || typeof code !== 'number' ? null : code
}

function readReport(path: string): z.infer<typeof Report> | null {
  if (!existsSync(path)) return null
  return Report.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
}

/** @returns null for a run that neither passed nor has a failed test: a build error, no test, a timeout */
function verdict(copy: string, report: z.infer<typeof Report> | null, code: number | null): TestRun | null {
  if (!report || code === null) return null

  const failed = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => ({ file: relative(copy, name).replaceAll('\\', '/'), test: fullName })),
  )
  if (failed[0]) return { outcome: 'failed', ...failed[0] }
  return code === 0 && report.numPassedTests > 0 ? { outcome: 'passed' } : null
}
