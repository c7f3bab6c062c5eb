import * as z from 'zod/mini'
import {
  collectKeys,
  JwtKeys, // model: bearer
  SessionPasswords,
} from '@/lib/env-keys'
import { resolve, type Source, wrongParameter } from '@/lib/env-sources'
import { days, minutes, seconds } from '@/lib/time'

/**
 * The application's only reader of the environment; runs anywhere. `zod/mini`, because the edge imports this file and full zod
 * would double its bundle. Messages name variables and say what is wrong; they never repeat a value.
 */

const wholeNumber = (min: number, max: number, fallback: number) => {
  const sentence = `a whole number from ${min} to ${max}`
  return z.pipe(
    z._default(z.string().check(z.regex(/^\d{1,9}$/, sentence)), String(fallback)),
    z.pipe(z.transform(Number), z.number().check(z.gte(min, sentence), z.lte(max, sentence))),
  )
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address' })

/** Comma-separated; none where there is nothing. */
const listOf = (part: z.ZodMiniType<string, string>) =>
  z.pipe(
    z.pipe(
      z._default(z.string(), ''),
      z.transform((list) =>
        list
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean),
      ),
    ),
    z.array(part),
  )

/** `scheme://host:port` and nothing behind it, as a browser spells it in `Origin`. */
const Origin = z
  .string()
  .check(z.refine((text) => URL.canParse(text) && new URL(text).origin === text, 'origins, separated by commas'))

export const defaultPort = 3000

const Env = z.object({
  NODE_ENV: z._default(z.enum(['development', 'production', 'test'], 'development, production or test'), 'development'),
  PORT: wholeNumber(1, 65_535, defaultPort),
  /** How long `npm start` keeps an idle connection: longer than the load balancer in front, which keeps it for 60 as a rule. */
  KEEP_ALIVE_SECONDS: wholeNumber(1, 3600, 75),
  APP_URL: z.optional(httpUrl),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// address' }).check(
    z.refine((address) => wrongParameter(address) === null, {
      error: ({ input }) => wrongParameter(String(input)) ?? '',
    }),
  ),
  UPSTASH_REDIS_REST_URL: httpUrl,
  UPSTASH_REDIS_REST_TOKEN: z.string().check(z.minLength(1)),
  /** Milliseconds for a connection to PostgreSQL, which is tried twice, or for a free one of the pool. */
  DATABASE_CONNECT_TIMEOUT_MS: wholeNumber(100, 60_000, 3000),
  /** Milliseconds for the answer to a query, and for a whole transaction. */
  DATABASE_TIMEOUT_MS: wholeNumber(100, 60_000, 3000),
  /** Milliseconds after which a request to Redis counts as failed. */
  REDIS_TIMEOUT_MS: wholeNumber(100, 60_000, 500),
  SESSION_PASSWORDS: SessionPasswords,
  JWT_KEYS: JwtKeys, // model: bearer
  /** Which of several `SESSION_PASSWORD_<ID>` and `JWT_KEY_<ID>` seals and signs. */
  KEY_IN_USE: z.optional(z.string()),
  /** In front of every key in Redis: applications, environments and branches that share one do not meet. */
  REDIS_PREFIX: z.optional(z.string().check(z.regex(/^[\w.:@/-]{1,64}$/, 'up to 64 letters, digits and ._:@/-'))),
  FRESH_SECONDS: wholeNumber(seconds(1), days(1), minutes(5)),
  IDLE_SECONDS: wholeNumber(seconds(1), days(400), days(7)),
  ABSOLUTE_SECONDS: wholeNumber(seconds(1), days(400), days(30)),
  REFRESH_GRACE_SECONDS: wholeNumber(0, minutes(10), seconds(30)), // model: signed
  /** How a check asks about revocations where nothing is changed. What changes something always asks strictly. */
  REVOCATION_MODE: z._default(z.enum(['strict', 'snapshot', 'off'], 'strict, snapshot or off'), 'snapshot'),
  /** Milliseconds: how old a copy of the revocations may be. */
  REVOCATION_MAX_AGE_MS: wholeNumber(50, 60_000, 1000),
  /** Milliseconds: how old it may be while Redis is away. */
  REVOCATION_OUTAGE_MS: wholeNumber(0, 600_000, 60_000),
  /** How long ago a visitor may have proved the password when something sensitive is asked for. */
  STEP_UP_SECONDS: wholeNumber(seconds(1), days(1), minutes(10)),
  // model: bearer
  /** Services that tokens are issued for, beside ourselves; also where our pages may connect to. */
  API_AUDIENCES: listOf(z.url({ protocol: /^https?$/, error: 'http or https addresses, separated by commas' })),
  // end
  // feature: tokens
  /** Whether POST /api/token keeps tokens in Redis: only for callers who ask again and again (docs/benchmarks.md). */
  TOKEN_CACHE: z._default(z.enum(['on', 'off'], 'on or off'), 'off'),
  /** Origins whose pages may call our API with a bearer token. Never with cookies. */
  CORS_ORIGINS: listOf(Origin),
  /** Who may ask POST /api/token/introspect. Without both, nobody. */
  RESOURCE_SERVER_ID: z.optional(z.string()),
  RESOURCE_SERVER_SECRET: z.optional(z.string().check(z.minLength(32, '32 characters or more'))),
  // end
  // feature: lab
  /** The lab. Read when the application is built and again when it runs. Unset: on, but off in production. */
  LAB: z.optional(z.enum(['on', 'off'], 'on or off')),
  // end
  RATE_LIMIT: z._default(z.enum(['on', 'off'], 'on or off'), 'on'),
  /** How many proxies of ours stand between a visitor and this process. Vercel's are not counted: it tells us one address. */
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10, 0),
  CRON_SECRET: z.optional(z.string().check(z.minLength(16, '16 characters or more'))),
  /** Set by Vercel, never by hand: hosts of this deployment, its branch and its production, without a scheme. */
  VERCEL_ENV: z.optional(z.enum(['production', 'preview', 'development'], 'production, preview or development')),
  VERCEL_URL: z.optional(z.string()),
  VERCEL_BRANCH_URL: z.optional(z.string()),
  VERCEL_GIT_COMMIT_REF: z.optional(z.string()),
  VERCEL_PROJECT_PRODUCTION_URL: z.optional(z.string()),
  /** Opens Deployment Protection for requests of the deployment to itself, where the owner has made one. */
  VERCEL_AUTOMATION_BYPASS_SECRET: z.optional(z.string()),
})
export type Env = z.infer<typeof Env> & { REDIS_PREFIX: string }

type Place = Pick<z.infer<typeof Env>, 'VERCEL_ENV' | 'VERCEL_GIT_COMMIT_REF' | 'DATABASE_URL'>

/**
 * Another one for each of Vercel's environments, each branch and each database. Without it, "log everybody out" in a preview would
 * make production refuse correct passwords, because its counters would stand in the same Redis.
 */
function defaultPrefix({ VERCEL_ENV, VERCEL_GIT_COMMIT_REF = '', DATABASE_URL }: Place): string {
  const { username, hostname, pathname } = new URL(DATABASE_URL)
  // A pooler in front of a database is the same database, and so is every port of it.
  const host = hostname.replace('-pooler.', '.').replace(/^pooled\./, '')
  const branch = VERCEL_ENV === 'preview' ? VERCEL_GIT_COMMIT_REF : ''
  return `sss:${VERCEL_ENV ?? 'own'}:${shortHash([username, host, pathname, branch].join('\n'))}`
}

/** FNV-1a, 32 bits: short names that differ. Nothing depends on it being hard to guess. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(36)
}

export class EnvironmentError extends Error {
  readonly code = 'environment'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`These environment variables are missing or wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'EnvironmentError'
    this.problems = problems
  }
}

/** @throws {EnvironmentError} naming every bad variable, without its value */
export function parseEnv(source: Source): Env {
  const { values, givenAs } = resolve(source)
  const { keys, problems: keyProblems } = collectKeys(values)
  const parsed = Env.safeParse({ ...values, ...keys })
  if (parsed.success && keyProblems.length === 0) {
    return { ...parsed.data, REDIS_PREFIX: parsed.data.REDIS_PREFIX ?? defaultPrefix(parsed.data) }
  }

  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0])
    return name in values || name in keys ? `${givenAs[name] ?? name}: must be ${message}` : `${name}: missing`
  })
  throw new EnvironmentError([...new Set([...problems, ...keyProblems])])
}

let parsed: Env | undefined

/** Parsed once per process, on first use: a build needs no secret. */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}
