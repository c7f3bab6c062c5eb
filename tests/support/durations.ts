import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { type WaitsOfFile, waits } from '@/tests/support/waits'

/** Writes the duration of each test file, and its waits, as a Markdown table to TEST_DURATIONS. Seconds. */
export default class Durations implements Reporter {
  private readonly start = performance.now()

  onTestRunEnd(modules: readonly TestModule[]): void {
    const path = process.env.TEST_DURATIONS
    if (!path) return

    const rows = modules
      .map((module) => ({
        file: module.relativeModuleId,
        project: module.project.name,
        milliseconds: durationOf(module),
        tests: [...module.children.allTests()].length,
        waits: module.meta().waits ?? {},
      }))
      .toSorted((one, other) => other.milliseconds - one.milliseconds)
    const setup = {
      file: 'before the files',
      project: '',
      milliseconds: 0,
      tests: 0,
      waits: globalThis.waitsOfFile ?? {},
    }
    const wall = seconds(performance.now() - this.start)
    writeFileSync(path, [`Wall clock: ${wall} s`, '', ...table([...rows, setup])].join('\n').concat('\n'))
    writeFileSync(`${path}.json`, JSON.stringify({ wall, rows: [...rows, setup] }, null, 1))
  }
}

interface Row {
  file: string
  milliseconds: number
  tests: number
  waits: WaitsOfFile
}

function durationOf(module: TestModule): number {
  const { collectDuration, setupDuration, environmentSetupDuration, prepareDuration, duration } = module.diagnostic()
  return collectDuration + setupDuration + environmentSetupDuration + prepareDuration + duration
}

function table(rows: readonly Row[]): readonly string[] {
  const head = ['file', 'tests', 'seconds', ...waits]
  return [head, head.map(() => '---'), ...rows.map(cells)].map((row) => `| ${row.join(' | ')} |`)
}

const cells = ({ file, milliseconds, tests, waits: own }: Row): readonly string[] => [
  file,
  String(tests),
  seconds(milliseconds),
  ...waits.map((wait) => (own[wait] ? `${seconds(own[wait].milliseconds)} (${own[wait].times})` : '')),
]

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)
