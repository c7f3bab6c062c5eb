import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const needed = [
  'DATABASE_URL',
  'UPSTASH_REDIS_REST_URL',
  'UPSTASH_REDIS_REST_TOKEN',
  'SESSION_PASSWORDS',
  'JWT_KEYS',
  'CRON_SECRET',
  // Vercel tells a preview its addresses, and production its domain. The setting that exposes them can be off.
  ...(process.env.VERCEL_ENV === 'production' && !process.env.VERCEL_PROJECT_PRODUCTION_URL ? ['APP_URL'] : []),
]

const require = createRequire(import.meta.url)

/** @returns whether it went well */
function run(script: string, ...args: string[]): boolean {
  return spawnSync(process.execPath, [require.resolve(script), ...args], { stdio: 'inherit' }).status === 0
}

/** Nothing is made up here: a secret that a build invents would log everyone out with the next one. */
const missing = needed.filter((name) => !process.env[name])
if (missing.length > 0) {
  console.error(`These environment variables are missing:\n${missing.map((name) => `  ${name}`).join('\n')}`)
  console.error('Add them in the project settings; "npm run keys" prints fresh secrets.')
}
const isBuilt =
  missing.length === 0 && run('prisma/build/index.js', 'migrate', 'deploy') && run('next/dist/bin/next', 'build')
process.exitCode = isBuilt ? 0 : 1
