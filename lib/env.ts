import * as z from 'zod/mini'
import {
  collectKeys,
  JwtKeys, // model: bearer
  SessionPasswords,
} from '@/lib/env-keys'
import { resolve, type Source, wrongParameter } from '@/lib/env-sources'
import { days, minutes, seconds } from '@/lib/time'

/**
 * The application's only reader of the environment. Runs anywhere. `zod/mini`, because the edge imports this file and
 * full zod would double its bundle. Messages name variables and say what is wrong; they never repeat a value.
 */

const wholeNumber = (min: number, max: number, fallback: number) => {
  const sentence = `a whole number from ${min} to ${max}`
  return z.pipe(
    z._default(z.string().check(z.regex(/^\d{1,9}$/, sentence)), String(fallback)),
    z.pipe(z.transform(Number), z.number().check(z.gte(min, sentence), z.lte(max, sentence))),
  )
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address' })

/** Comma-separated; an empty list by default. */
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

/** `scheme://host:port` and nothing after it, as a browser sends it in `Origin`. */
const Origin = z
  .string()
  .check(z.refine((text) => URL.canParse(text) && new URL(text).origin === text, 'origins, separated by commas'))

export const defaultPort = 3000

const Env = z.object({
  NODE_ENV: z._default(z.enum(['development', 'production', 'test'], 'development, production or test'), 'development'),
  PORT: wholeNumber(1, 65_535, defaultPort),
  /**
   * How long `npm start` keeps an idle connection: longer than the load balancer in front, which usually keeps it for
   * 60 seconds.
   */
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
  /** The id of the key that seals and signs, among several `SESSION_PASSWORD_<ID>` and `JWT_KEY_<ID>`. */
  KEY_IN_USE: z.optional(z.string()),
  /** Prefix of every key in Redis: separates applications, environments and branches that share a Redis. */
  REDIS_PREFIX: z.optional(z.string().check(z.regex(/^[\w.:@/-]{1,64}$/, 'up to 64 letters, digits and ._:@/-'))),
  FRESH_SECONDS: wholeNumber(seconds(1), days(1), minutes(5)),
  IDLE_SECONDS: wholeNumber(seconds(1), days(400), days(7)),
  ABSOLUTE_SECONDS: wholeNumber(seconds(1), days(400), days(30)),
  // model: signed
  REFRESH_GRACE_SECONDS: wholeNumber(0, minutes(10), seconds(30)),
  /** Whether the access cookie is encrypted as well as signed. Tokens for other services stay readable. */
  JWT_ENCRYPTION: z._default(z.enum(['on', 'off'], 'on or off'), 'off'),
  // end
  /** How a check asks about revocations where nothing is changed. What changes something always asks strictly. */
  REVOCATION_MODE: z._default(z.enum(['strict', 'snapshot', 'off'], 'strict, snapshot or off'), 'snapshot'),
  /** Milliseconds: how old a local replica of the revocations may be. */
  REVOCATION_MAX_AGE_MS: wholeNumber(50, 60_000, 1000),
  /** Milliseconds: how old the replica may be while Redis is unavailable. */
  REVOCATION_OUTAGE_MS: wholeNumber(0, 600_000, 60_000),
  /** How long ago the last re-authentication may be for a sensitive action (step-up). */
  STEP_UP_SECONDS: wholeNumber(seconds(1), days(1), minutes(10)),
  // feature: tokens
  /** Services that tokens are issued for, besides ourselves; our pages may connect to them. */
  API_AUDIENCES: listOf(z.url({ protocol: /^https?$/, error: 'http or https addresses, separated by commas' })),
  /**
   * Whether POST /api/token caches tokens in Redis: only useful for clients that request one every time
   * (docs/benchmarks.md).
   */
  TOKEN_CACHE: z._default(z.enum(['on', 'off'], 'on or off'), 'off'),
  /** Origins whose pages may call our API with a bearer token. Never with cookies. */
  CORS_ORIGINS: listOf(Origin),
  /**
   * Credentials of the resource server that may use POST /api/token/introspect. Without both, every request is refused.
   */
  RESOURCE_SERVER_ID: z.optional(z.string()),
  RESOURCE_SERVER_SECRET: z.optional(z.string().check(z.minLength(32, '32 characters or more'))),
  // end
  // feature: lab
  /** The lab. Read at the build and again at run time. By default on, but off in production. */
  LAB: z.optional(z.enum(['on', 'off'], 'on or off')),
  // end
  // feature: mail
  /** The mail server, with user and password: smtps://, or smtp:// with STARTTLS. Without it no mail is sent. */
  SMTP_URL: z.optional(z.url({ protocol: /^smtps?$/, error: 'an smtp:// or smtps:// address' })),
  /** The sender of all mail. */
  MAIL_FROM: z.optional(
    z
      .string()
      .check(z.regex(/^(?:[^<>\p{Cc}]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u, 'an address, or Name <address>')),
  ),
  /** Set by the embedded mail server: the folder with the mail that /mailbox shows. */
  MAILBOX_FOLDER: z.optional(z.string()),
  // end
  RATE_LIMIT: z._default(z.enum(['on', 'off'], 'on or off'), 'on'),
  /** Number of our own proxies between a visitor and this process. Vercel's are not counted: it reports one address. */
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10, 0),
  CRON_SECRET: z.optional(z.string().check(z.minLength(16, '16 characters or more'))),
  /** Set by Vercel, never by hand: hosts of this deployment, its branch and its production, without a scheme. */
  VERCEL_ENV: z.optional(z.enum(['production', 'preview', 'development'], 'production, preview or development')),
  VERCEL_URL: z.optional(z.string()),
  VERCEL_BRANCH_URL: z.optional(z.string()),
  VERCEL_GIT_COMMIT_REF: z.optional(z.string()),
  VERCEL_PROJECT_PRODUCTION_URL: z.optional(z.string()),
  /** Lets requests of the deployment to itself pass Deployment Protection, if the owner has created one. */
  VERCEL_AUTOMATION_BYPASS_SECRET: z.optional(z.string()),
})
export type Env = z.infer<typeof Env> & { REDIS_PREFIX: string }

type Place = Pick<z.infer<typeof Env>, 'VERCEL_ENV' | 'VERCEL_GIT_COMMIT_REF' | 'DATABASE_URL'>

/**
 * A prefix of its own for each of Vercel's environments, each branch and each database. Without it, "log everybody out"
 * in a preview would raise the counters in production's Redis, and production would refuse correct passwords.
 */
function defaultPrefix({ VERCEL_ENV, VERCEL_GIT_COMMIT_REF = '', DATABASE_URL }: Place): string {
  const { username, hostname, pathname } = new URL(DATABASE_URL)
  // A pooler in front of a database is the same database, and so is every port of it.
  const host = hostname.replace('-pooler.', '.').replace(/^pooled\./, '')
  const branch = VERCEL_ENV === 'preview' ? VERCEL_GIT_COMMIT_REF : ''
  return `sss:${VERCEL_ENV ?? 'own'}:${shortHash([username, host, pathname, branch].join('\n'))}`
}

/** FNV-1a, 32 bits: short names that differ. It need not be hard to guess. */
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
