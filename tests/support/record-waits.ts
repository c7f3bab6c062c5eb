import { afterAll } from 'vitest'

// After each file: what it waited for travels to the reporter with the results.
afterAll((...[, suite]: [object, { file: { meta: { waits?: unknown } } }]) => {
  suite.file.meta.waits = globalThis.waitsOfFile ?? {}
})
