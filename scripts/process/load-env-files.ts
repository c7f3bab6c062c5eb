import { existsSync, readFileSync } from 'node:fs'
import { parseEnv as parseEnvFile } from 'node:util'
import { describeSources, resolve } from '@/lib/env-sources'

/**
 * Loads the files that Next reads in this mode, in its order of precedence; the environment itself overrides them, as
 * with Next.
 * @returns one line that names the variables from which the addresses of the stores were taken
 */
export function loadEnvFiles(mode: 'development' | 'production'): string {
  const given = { ...process.env }
  for (const file of [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'].filter(existsSync)) {
    for (const [name, value] of Object.entries(readEnvFile(readFileSync(file, 'utf8')))) given[name] ??= value
  }
  tidyEnvironment(given)
  return describeSources(given)
}

/** `vercel env pull` puts quotes around a value and does not escape inner ones: `KEY="{"a":1}"`. Node stops at the second one. */
const quoted = /^(\w+)="(.*)"[ \t\r]*$/gm
const hasInnerQuotes = /(^|[^\\])"/
const isFollowedByComment = /^[^"]*"\s*#/

/** @param text of an `.env` file @returns its variables, with the whole value of those from `vercel env pull` */
export function readEnvFile(text: string): Record<string, string | undefined> {
  const whole = [...text.matchAll(quoted)]
    .filter(([, , value = '']) => hasInnerQuotes.test(value) && !isFollowedByComment.test(value))
    .map(([, name = '', value = '']) => [name, value.replaceAll('\\n', '\n')])
  return { ...parseEnvFile(text), ...Object.fromEntries(whole) }
}

/**
 * Puts the normalised values into `process.env`, under the names that the application reads: `POSTGRES_URL` of an
 * integration becomes `DATABASE_URL` for this process and its children.
 */
export function tidyEnvironment(given: NodeJS.ProcessEnv = process.env): void {
  const { values, migrationUrl } = resolve(given)
  // Empty means unset, as in lib/env.ts; Next would otherwise prefer the empty value to ours.
  for (const name of Object.keys(process.env)) if (!(name in values)) delete process.env[name]
  Object.assign(process.env, values)
  // A child would otherwise choose again between names of which one was just set.
  for (const name of ['DATABASE_URL_POOLED', 'POSTGRES_PRISMA_URL', 'KV_REST_API_URL', 'KV_REST_API_TOKEN'])
    delete process.env[name]
  if (migrationUrl) process.env.DATABASE_URL_UNPOOLED = migrationUrl
}
