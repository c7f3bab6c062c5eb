/**
 * Platforms and integrations give the same value under different names, and people paste values with white space and
 * quotes. This file turns such an environment into the names that `lib/env.ts` validates. Runs anywhere.
 */

export type Source = Readonly<Record<string, string | undefined>>

/** Names of variables. `app` may be the address of a pooler; `migrations` is a direct address where one is given. */
interface DatabaseNames {
  app: string
  migrations: string
}

/** `plain` may be either: Neon and Supabase give the pooler under it, Prisma Postgres the database itself. */
const databaseFamilies = [
  { plain: 'DATABASE_URL', pooled: 'DATABASE_URL_POOLED', direct: 'DATABASE_URL_UNPOOLED' },
  { plain: 'POSTGRES_URL', pooled: 'POSTGRES_PRISMA_URL', direct: 'POSTGRES_URL_NON_POOLING' },
] as const

/** An address and its token. They are chosen together, because the token of another database would be wrong. */
const redisPairs = [
  ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
  ['KV_REST_API_URL', 'KV_REST_API_TOKEN'],
] as const

/** Texts that people choose: quotes around them may belong to them. */
const freeTexts = /^(SESSION_PASSWORDS?(_.*)?|CRON_SECRET|RESOURCE_SERVER_SECRET|REDIS_PREFIX|MAIL_FROM)$/

/** Removes white space and pasted quotes around values, and variables that are empty then. */
export function tidy(source: Source): Record<string, string> {
  const entries = Object.entries(source).map(([name, value = '']) => {
    const trimmed = value.trim()
    const unquoted = trimmed.match(/^"(.*)"$|^'(.*)'$/s)
    const isQuoted = unquoted !== null && !freeTexts.test(name)
    return [name, isQuoted ? (unquoted[1] ?? unquoted[2] ?? '').trim() : trimmed] as const
  })
  // Empty means unset: an `.env` file cannot express it otherwise.
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

/** The names of the variables with the addresses of PostgreSQL, or null for none. @param values normalised by `tidy` */
export function databaseNames(values: Source): DatabaseNames | null {
  for (const { plain, pooled, direct } of databaseFamilies) {
    const main = [plain, pooled, direct].find((name) => values[name])
    if (!main) continue

    // An address that was set by hand may stand beside the pair of an integration, of another database.
    const belongs = (name: string) => Boolean(values[name]) && areOfOneDatabase(values[name], values[main])
    return { app: belongs(pooled) ? pooled : main, migrations: belongs(direct) ? direct : main }
  }
  return null
}

/** Whether only the host differs: a pooler has the user, the password and the database of the server behind it. */
function areOfOneDatabase(one = '', other = ''): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return one === other
  const [a, b] = [new URL(one), new URL(other)]
  return a.username === b.username && a.password === b.password && a.pathname === b.pathname
}

/** The names of the first complete pair, or of the first that has an address; null where there is neither. */
export function redisNames(values: Source): readonly [string, string] | null {
  const complete = redisPairs.find((names) => names.every((name) => values[name]))
  return complete ?? redisPairs.find(([address]) => values[address]) ?? null
}

export interface Resolved {
  /** With the chosen values under the names that `lib/env.ts` reads. */
  values: Record<string, string>
  /** The name under which each of these was given, for messages. */
  givenAs: Readonly<Record<string, string>>
  /** For migrations; undefined where no database is given. */
  migrationUrl: string | undefined
}

/** Chooses between the names of integrations; values under the application's own names stay. */
export function resolve(source: Source): Resolved {
  const values = tidy(source)
  const givenAs: Record<string, string> = {}
  const database = databaseNames(values)
  const migrationUrl = database ? values[database.migrations] : undefined
  if (database) {
    givenAs.DATABASE_URL = database.app
    values.DATABASE_URL = values[database.app] ?? ''
  }
  const redis = redisNames(values)
  if (redis) {
    const [address, token] = redis
    Object.assign(givenAs, { UPSTASH_REDIS_REST_URL: address, UPSTASH_REDIS_REST_TOKEN: token })
    values.UPSTASH_REDIS_REST_URL = values[address] ?? ''
    if (values[token]) values.UPSTASH_REDIS_REST_TOKEN = values[token]
  }
  return { values, givenAs, migrationUrl }
}

/** One line that names the chosen variables: "PostgreSQL: POSTGRES_URL, migrations: POSTGRES_URL_NON_POOLING". */
export function describeSources(source: Source): string {
  const values = tidy(source)
  const database = databaseNames(values)
  const redis = redisNames(values)
  const migrations = database && database.migrations !== database.app ? `, migrations: ${database.migrations}` : ''
  return `PostgreSQL: ${database?.app ?? 'none given'}${migrations}. Redis: ${redis?.join(' and ') ?? 'none given'}.`
}

/** Parameters of an address that take effect: those of the driver, and those that `lib/db/connection.ts` translates. */
const knownParameters = [
  ...['sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'uselibpqcompat', 'sslnegotiation', 'application_name', 'options'],
  ...['connect_timeout', 'connection_limit', 'channel_binding', 'pgbouncer', 'host', 'port'],
]

/** Replacements for some parameters that Prisma's other engines support. */
const instead: Readonly<Record<string, string>> = {
  schema: 'use a database of its own instead',
  pool_timeout: 'set DATABASE_CONNECT_TIMEOUT_MS',
  socket_timeout: 'set DATABASE_TIMEOUT_MS',
  statement_timeout: 'set DATABASE_TIMEOUT_MS',
}

/** @returns the problem with the first parameter that would have no effect, or null */
export function wrongParameter(address: string): string | null {
  if (!URL.canParse(address)) return null

  const wrong = [...new URL(address).searchParams].find(([name, value]) => !isKnown(name, value))
  return wrong
    ? `without ?${wrong[0].slice(0, 40)}=, which has no effect${instead[wrong[0]] ? `: ${instead[wrong[0]]}` : ''}`
    : null
}

/** The default schema is the only one that is supported. */
const isKnown = (name: string, value: string) =>
  knownParameters.includes(name) || (name === 'schema' && value === 'public')
