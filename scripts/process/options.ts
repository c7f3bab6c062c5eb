import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type ServeOptions = { dataDir: string; distDir: string; hostname: string | undefined }

/** `--data DIR`: database and secrets. `--dist DIR`: the build. `--hostname H`: listen there only. */
export function readOptions(): ServeOptions {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '.data' },
      dist: { type: 'string', default: process.env.NEXT_DIST_DIR || '.next' },
      hostname: { type: 'string', short: 'H' },
    },
  })
  return { dataDir: resolve(values.data), distDir: values.dist, hostname: values.hostname }
}
