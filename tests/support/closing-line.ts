import '@/tests/support/node-20'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Last on the screen: why tests were skipped, which ones needed a second try, and one plain line for whoever reads only one. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const results = tests.map((test) => test.result())
    const count = (state: string) => results.filter((result) => result.state === state).length
    // A file that does not even load has no tests to fail.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length
    const skipped = results.length - count('passed') - count('failed')

    const reasons = new Set(
      results.flatMap((result) => (result.state === 'skipped' && result.note ? [result.note] : [])),
    )
    for (const reason of reasons) process.stdout.write(`skipped: ${reason}\n`)
    for (const test of tests.filter((one) => one.diagnostic()?.flaky)) {
      process.stdout.write(`passed at a second try: ${test.module.relativeModuleId}: ${test.fullName}\n`)
    }
    const line = `${count('passed')} passed, ${count('failed') + broken} failed`
    process.stdout.write(`${skipped > 0 ? `${line}, ${skipped} skipped` : line}\n`)
  }
}
