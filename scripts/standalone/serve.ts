import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { parseEnv } from '@/lib/env'

/**
 * `node serve.mjs` in the standalone folder: the same server as that of `npm start`, without a supervisor. Next's own
 * `server.js` would accept internal headers and a forged X-Forwarded-For from the visitor.
 */

const Built = z.object({ config: z.record(z.string(), z.unknown()) })

/** Next finds no next.config.js here, so this reads the configuration that the build has written. */
function readBuiltConfig(): string {
  const file = readFileSync(join(process.env.NEXT_DIST_DIR || '.next', 'required-server-files.json'), 'utf8')
  return JSON.stringify(Built.parse(JSON.parse(file)).config)
}

try {
  process.chdir(dirname(fileURLToPath(import.meta.url)))
  const own = { NODE_ENV: 'production', PORT: process.env.PORT || '3000' }
  Object.assign(process.env, own, { __NEXT_PRIVATE_STANDALONE_CONFIG: readBuiltConfig() })
  parseEnv(process.env)
  // Imported after the environment is set: these files read it while they load.
  await import('../serve')
  console.log(`Ready: port ${own.PORT}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
