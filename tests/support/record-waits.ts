import { afterEach } from 'vitest'

// The reporter gets the waits of a file with its results.
afterEach(({ task }) => {
  task.file.meta.waits = globalThis.waitsOfFile ?? {}
})
