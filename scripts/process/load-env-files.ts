import { existsSync, readFileSync } from 'node:fs'
import { parseEnv as parseEnvFile } from 'node:util'
import { describeSources, resolve } from '@/lib/env-sources'

/**
 * The files that Next reads in this mode, strongest first; like there, the environment itself is stronger.
 * @returns one line that says which variables the addresses of the stores were taken from
 */
export function loadEnvFiles(mode: 'development' | 'production'): string {
  const given = { ...process.env }
  for (const file of [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'].filter(existsSync)) {
    for (const [name, value] of Object.entries(readEnvFile(readFileSync(file, 'utf8')))) given[name] ??= value
  }
  tidyEnvironment(given)
  return describeSources(given)
}

/** `vercel env pull` puts quotes around a value and leaves those within it: `KEY="{"a":1}"`. Node stops at the second one. */
const quoted = /^(\w+)="(.*)"[ \t\r]*$/gm
const hasInnerQuotes = /(^|[^\\])"/
const isFollowedByComment = /^[^"]*"\s*#/

/** @param text of an `.env` file @returns its variables; of those that `vercel env pull` has written, the whole value */
export function readEnvFile(text: string): Record<string, string | undefined> {
  const whole = [...text.matchAll(quoted)]
    .filter(([, , value = '']) => hasInnerQuotes.test(value) && !isFollowedByComment.test(value))
    .map(([, name = '', value = '']) => [name, value.replaceAll('\\n', '\n')])
  return { ...parseEnvFile(text), ...Object.fromEntries(whole) }
}

/**
 * In `process.env` from here on: tidied values, under the names that the application reads. What an integration calls
 * `POSTGRES_URL` is `DATABASE_URL` for every process that this one starts.
 */
export function tidyEnvironment(given: NodeJS.ProcessEnv = process.env): void {
  const { values, migrationUrl } = resolve(given)
  // Empty means unset, here as in lib/env.ts; Next would otherwise keep the empty value over our own.
  for (const name of Object.keys(process.env)) if (!(name in values)) delete process.env[name]
  Object.assign(process.env, values)
  // A child would else choose again between names of which one was just filled in.
  for (const name of ['DATABASE_URL_POOLED', 'POSTGRES_PRISMA_URL', 'KV_REST_API_URL', 'KV_REST_API_TOKEN'])
    delete process.env[name]
  if (migrationUrl) process.env.DATABASE_URL_UNPOOLED = migrationUrl
}
