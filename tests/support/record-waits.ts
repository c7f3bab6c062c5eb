import { afterEach } from 'vitest'

// What a file has waited for so far travels to the reporter with its results.
afterEach(({ task }) => {
  task.file.meta.waits = globalThis.waitsOfFile ?? {}
})
