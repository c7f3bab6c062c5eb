import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type ServeOptions = { dataDir: string; distDir: string }

/** `--data DIR`: the folder of the embedded services. */
export const dataOption = { data: { type: 'string', default: '.data' } } as const

/** `--data DIR`: database and secrets. `--dist DIR`: the build. */
export function readOptions(): ServeOptions {
  const { values } = parseArgs({
    options: {
      ...dataOption,
      dist: { type: 'string', default: process.env.NEXT_DIST_DIR || '.next' },
    },
  })
  return { dataDir: resolve(values.data), distDir: values.dist }
}

/** In the folder of a build: the server that `npm start` runs, as JavaScript. */
export const serverOf = (distDir: string) => join(distDir, 'start', 'serve.mjs')

/**
 * Flags of Node for the process that serves. The Dockerfile has them, too. The garbage collector of Node 24 then stops all
 * requests for 3 ms at a time (median) in place of 14 to 18 ms (docs/decisions/049).
 */
export const serverFlags = ['--max-semi-space-size=8'] as const

/** The arguments of Node for the process that serves. */
export const serverCommand = (distDir: string): string[] => [...serverFlags, serverOf(distDir)]
