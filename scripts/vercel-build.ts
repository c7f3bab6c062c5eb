import { spawnSync } from 'node:child_process'
import { hkdfSync } from 'node:crypto'
import { createRequire } from 'node:module'
import { EnvironmentError, parseEnv } from '@/lib/env'
import { describeSources, resolve } from '@/lib/env-sources'

/**
 * What Vercel runs to build: validates the environment with the application's own schema, applies the migrations, builds. A wrong value stops
 * here, because it would pass the build and take the site down.
 */

/** Beside what the application needs. A secret that a build made up would log everyone out with the next one. */
function problemsOf(values: Readonly<Record<string, string>>): readonly string[] {
  const needed = values.VERCEL_ENV === 'production' && !values.VERCEL_PROJECT_PRODUCTION_URL ? ['APP_URL'] : []
  const missing = ['CRON_SECRET', ...needed].filter((name) => !values[name]).map((name) => `${name}: missing`)
  try {
    parseEnv(values)
    return missing
  } catch (error) {
    if (error instanceof EnvironmentError) return [...error.problems, ...missing]
    throw error
  }
}

/** A preview shares its database with others as a rule; a branch must not change it for them. */
function isToMigrate(): boolean {
  const { VERCEL_ENV, MIGRATE_PREVIEWS } = process.env
  return VERCEL_ENV !== 'preview' || MIGRATE_PREVIEWS?.trim() === 'on'
}

/**
 * The names of server actions come from this key, which Next makes up for each build: a tab that is older than a deploy could not even log
 * out. From a secret that stays, they stay, until the action moves or the secret is rotated (32 bytes, HKDF, RFC 5869).
 */
function actionKey(values: Readonly<Record<string, string>>): string {
  const [password = ''] = parseEnv(values).SESSION_PASSWORDS
  const derived = Buffer.from(hkdfSync('sha256', password, '', 'names of server actions', 32)).toString('base64')
  return values.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? derived
}

async function migrate(url: string): Promise<void> {
  // Prisma's client and engine are there only after `npm run generate`, which the installation has run.
  const { migrateDirectly } = await import('./database/migrate-directly')
  console.log(await migrateDirectly(url))
}

async function main(): Promise<number> {
  const { values, migrationUrl = '' } = resolve(process.env)
  console.log(describeSources(process.env))
  const problems = problemsOf(values)
  if (problems.length > 0) {
    console.error(new EnvironmentError(problems).message)
    console.error('Set them in the project settings. "npm run keys" prints fresh secrets.')
    return 1
  }
  if (isToMigrate()) await migrate(migrationUrl)
  else console.log('Migrations: not from a preview (MIGRATE_PREVIEWS=on applies them)')

  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const env = { ...process.env, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey(values) }
  return spawnSync(process.execPath, [next, 'build'], { stdio: 'inherit', env }).status ?? 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  },
)
