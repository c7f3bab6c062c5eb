import '@/tests/support/node-20'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { openRunFolder } from '@/tests/support/run-folder'

/** Prints at the end one line for each reason to skip tests and for each flaky test, and one line with the counts. */
export default class ClosingLine implements Reporter {
  onInit(): void {
    openRunFolder()
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const results = tests.map((test) => test.result())
    const count = (state: string) => results.filter((result) => result.state === state).length
    // A file that fails to load has no tests that fail.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length
    const skipped = results.length - count('passed') - count('failed')

    const reasons = new Set(
      results.flatMap((result) => (result.state === 'skipped' && result.note ? [result.note] : [])),
    )
    for (const reason of reasons) process.stdout.write(`skipped: ${reason}\n`)
    const flaky = tests.filter((test) => test.diagnostic()?.flaky)
    for (const test of flaky) {
      const [first] = test.result().errors ?? []
      process.stdout.write(`flaky: ${test.module.relativeModuleId} > ${test.fullName}: ${first?.message}\n`)
    }
    const line = `${count('passed')} passed, ${count('failed') + broken} failed`
    process.stdout.write(`${skipped > 0 ? `${line}, ${skipped} skipped` : line}\n`)
  }
}
