import { describe, expect, test } from 'vitest'
import { connectionInUtc } from '@/lib/db/connection'
import { type Env, EnvironmentError, parseEnv } from '@/lib/env'
import { describeSources, resolve } from '@/lib/env-sources'

const good = {
  DATABASE_URL: 'postgresql://user@localhost/app',
  UPSTASH_REDIS_REST_URL: 'https://redis.example',
  UPSTASH_REDIS_REST_TOKEN: 'token',
  SESSION_PASSWORDS: process.env.SESSION_PASSWORDS,
  JWT_KEYS: process.env.JWT_KEYS,
}

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv(source)
    return []
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems
    throw error
  }
}

test('addresses and keys are sufficient; every other variable has a default', () => {
  expect(parseEnv(good)).toMatchObject({
    PORT: 3000,
    FRESH_SECONDS: 300,
    IDLE_SECONDS: 604_800,
    ABSOLUTE_SECONDS: 2_592_000,
    REFRESH_GRACE_SECONDS: 30,
    JWT_ENCRYPTION: 'off',
    TRUSTED_PROXY_HOPS: 0,
  })
})

test('an empty environment is refused with all missing variables, at once', () => {
  expect(problemsOf({})).toEqual(Object.keys(good).map((name) => `${name}: missing`))
})

test('an empty variable counts as unset, as in an .env file', () => {
  expect(problemsOf({ ...good, DATABASE_URL: '' })).toEqual(['DATABASE_URL: missing'])
  expect(parseEnv({ ...good, PORT: '', APP_URL: '' })).toMatchObject({ PORT: 3000 })
})

const secret = 'hunter2'
const wrong = {
  DATABASE_URL: [secret, `mysql://root:${secret}@localhost/app`, `postgresql//${secret}`],
  UPSTASH_REDIS_REST_URL: [secret, `redis://:${secret}@localhost:6379`, `file:///${secret}`],
  SESSION_PASSWORDS: [secret, `${'x'.repeat(32)},${secret}`, `${'x'.repeat(32)},`, ','],
  JWT_KEYS: [secret, '[]', '{}', '{"keys":[]}', `{"keys":"${secret}"}`, `{"keys":[{"kty":"RSA","d":"${secret}"}]}`],
  CORS_ORIGINS: ['*', secret, `https://app.example/${secret}`, `https://app.example, ${secret}`],
  PORT: ['0', '65536', '-1', '80a', '3e3', '0x50', '80.5', '8 0', secret],
  FRESH_SECONDS: ['0', '86401', '-5', '5m', secret],
  IDLE_SECONDS: ['0', '34560001', secret],
  ABSOLUTE_SECONDS: ['0', '34560001', secret],
  REFRESH_GRACE_SECONDS: ['601', '-1', secret],
  JWT_ENCRYPTION: ['yes', 'ON', secret],
  TRUSTED_PROXY_HOPS: ['11', '-1', secret],
  APP_URL: [secret, `javascript:${secret}`, `ftp://${secret}`],
  CRON_SECRET: [secret],
  NODE_ENV: [secret],
  VERCEL_ENV: [secret],
} as const

describe.each(Object.entries(wrong))('a wrong %s', (name, values) => {
  test.each(values)('of %j is named in the error, and its value is not repeated', (value) => {
    const problems = problemsOf({ ...good, [name]: value })
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem).toMatch(new RegExp(`^${name}: must be `))
    expect(problems.join()).not.toContain(secret)
  })
})

test('one message names every bad variable, with a stable code and without values', () => {
  const all = Object.fromEntries(Object.entries(wrong).map(([name, [value]]) => [name, value]))
  const parse = () => parseEnv({ ...good, ...all })
  expect(parse).toThrow(expect.objectContaining({ code: 'environment' }))
  for (const name of Object.keys(wrong)) expect(parse).toThrow(new RegExp(`\\b${name}: `))
  expect(parse).not.toThrow(new RegExp(secret))
})

test('several passwords and keys keep their order: the first one signs or seals, all of them open', () => {
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)]
  expect(parseEnv({ ...good, SESSION_PASSWORDS: ` ${one} , ${two}` }).SESSION_PASSWORDS).toEqual([one, two])
})

describe('pasted values', () => {
  test.each([
    ['a trailing newline', (value: string) => `${value}\n`],
    ['white space on both sides', (value: string) => `  ${value}\t`],
    ['double quotes', (value: string) => `"${value}"`],
    ['single quotes and a newline', (value: string) => `'${value}'\r\n`],
  ])('%s around an address, a number or a JWK set are ignored', (_, paste) => {
    const { SESSION_PASSWORDS, ...others } = { ...good, PORT: '4000', LAB: 'on', REDIS_PREFIX: undefined }
    const pasted = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value && paste(value)]))

    expect(parseEnv({ ...pasted, SESSION_PASSWORDS })).toEqual(parseEnv({ ...others, SESSION_PASSWORDS }))
  })

  test('quotes around a password belong to it; white space does not', () => {
    const password = `"${'x'.repeat(32)}"`
    expect(parseEnv({ ...good, SESSION_PASSWORDS: ` ${password}\n` }).SESSION_PASSWORDS).toEqual([password])
  })

  test('an escaped JWK set from a dashboard is refused by name', () => {
    const escaped = good.JWT_KEYS?.replaceAll('"', '\\"')
    expect(problemsOf({ ...good, JWT_KEYS: escaped })).toEqual([
      'JWT_KEYS: must be a JWK set of private P-256 keys, as JSON',
    ])
  })
})

describe('parameters of DATABASE_URL', () => {
  const address = (query: string) => ({ ...good, DATABASE_URL: `postgresql://u:p@db.example/app?${query}` })

  test.each([
    ['schema=shop', 'DATABASE_URL: must be without ?schema=, which has no effect: use a database of its own instead'],
    [
      'pool_timeout=5',
      'DATABASE_URL: must be without ?pool_timeout=, which has no effect: set DATABASE_CONNECT_TIMEOUT_MS',
    ],
    ['sslmode=require&sslaccept=strict', 'DATABASE_URL: must be without ?sslaccept=, which has no effect'],
  ])('?%s has no effect, and is refused by name', (query, problem) => {
    expect(problemsOf(address(query))).toEqual([problem])
  })

  test('a parameter that providers add is accepted', () => {
    const queries = [
      'sslmode=require&channel_binding=require',
      'pgbouncer=true&connect_timeout=15',
      'schema=public&connection_limit=1',
    ]
    for (const query of queries) expect(problemsOf(address(query))).toEqual([])
  })

  test('a supported parameter takes effect', () => {
    const settings = (query: string) => connectionInUtc(address(query).DATABASE_URL, { connectionTimeoutMillis: 2000 })
    expect(settings('connect_timeout=15&pgbouncer=true')).toMatchObject({
      connectionString: 'postgresql://u:p@db.example/app',
      connectionTimeoutMillis: 15_000,
      max: 10,
    })
    expect(settings('sslmode=require&channel_binding=require')).toMatchObject({
      connectionString: 'postgresql://u:p@db.example/app?sslmode=verify-full',
      connectionTimeoutMillis: 2000,
      enableChannelBinding: true,
    })
    expect(settings('connection_limit=1')).toMatchObject({ max: 1 })
  })
})

describe('names that integrations set', () => {
  const secrets = { SESSION_PASSWORDS: good.SESSION_PASSWORDS, JWT_KEYS: good.JWT_KEYS }
  const redis = { KV_REST_API_URL: 'https://kv.example', KV_REST_API_TOKEN: 'kv', KV_REST_API_READ_ONLY_TOKEN: 'ro' }
  const direct = 'postgresql://u:p@ep-cool-1.example/app'
  const pooled = 'postgresql://u:p@ep-cool-1-pooler.example/app'
  const other = 'postgresql://me:mine@elsewhere.example/app'

  const databases: readonly [string, Record<string, string>, string, string][] = [
    ['Neon', { DATABASE_URL: pooled, DATABASE_URL_UNPOOLED: direct }, pooled, direct],
    ['Prisma Postgres', { DATABASE_URL: direct, DATABASE_URL_POOLED: pooled }, pooled, direct],
    [
      'Vercel',
      { POSTGRES_URL: pooled, POSTGRES_PRISMA_URL: `${pooled}?connect_timeout=15`, POSTGRES_URL_NON_POOLING: direct },
      `${pooled}?connect_timeout=15`,
      direct,
    ],
    ['POSTGRES_URL alone', { POSTGRES_URL: direct }, direct, direct],
    ['a direct address alone', { POSTGRES_URL_NON_POOLING: direct }, direct, direct],
    [
      'an explicit address beside the pair of an integration',
      { DATABASE_URL: other, DATABASE_URL_POOLED: pooled, DATABASE_URL_UNPOOLED: direct },
      other,
      other,
    ],
    [
      'an explicit address beside another family',
      { DATABASE_URL: other, POSTGRES_URL: pooled, POSTGRES_URL_NON_POOLING: direct },
      other,
      other,
    ],
  ]
  test.each(databases)('%s: the application’s and the migrations’ address', (_, given, app, migrations) => {
    const source = { ...secrets, ...redis, ...given }
    expect(parseEnv(source).DATABASE_URL).toBe(app)
    expect(resolve(source).migrationUrl).toBe(migrations)
  })

  test('an address and its token are used together, and the first complete pair wins', () => {
    const source = { ...secrets, ...redis, DATABASE_URL: direct }
    const kv = { UPSTASH_REDIS_REST_URL: 'https://kv.example', UPSTASH_REDIS_REST_TOKEN: 'kv' }
    expect(parseEnv(source)).toMatchObject(kv)
    expect(parseEnv({ ...source, UPSTASH_REDIS_REST_TOKEN: 'left over' })).toMatchObject(kv)
    const own = { UPSTASH_REDIS_REST_URL: 'https://own.example', UPSTASH_REDIS_REST_TOKEN: 'own' }
    expect(parseEnv({ ...source, ...own })).toMatchObject(own)
  })

  test('a read-only token is never used', () => {
    const { KV_REST_API_TOKEN: _, ...readOnly } = redis
    expect(problemsOf({ ...secrets, ...readOnly, DATABASE_URL: direct })).toEqual(['UPSTASH_REDIS_REST_TOKEN: missing'])
  })

  test('an error names the variable that holds the wrong value', () => {
    expect(problemsOf({ ...secrets, ...redis, POSTGRES_URL: 'mysql://x' })).toEqual([
      'POSTGRES_URL: must be a postgres:// address',
    ])
  })

  test('one line says which variables are in use', () => {
    expect(describeSources({ ...redis, DATABASE_URL: pooled, DATABASE_URL_UNPOOLED: direct })).toBe(
      'PostgreSQL: DATABASE_URL, migrations: DATABASE_URL_UNPOOLED. Redis: KV_REST_API_URL and KV_REST_API_TOKEN.',
    )
    expect(describeSources({})).toBe('PostgreSQL: none given. Redis: none given.')
  })
})

describe('REDIS_PREFIX', () => {
  const prefixOf = (given: Record<string, string>) => parseEnv({ ...good, ...given }).REDIS_PREFIX

  test('differs between environments, branches and databases by default', () => {
    const given = [
      {},
      { DATABASE_URL: 'postgresql://user@localhost/other' },
      { DATABASE_URL: 'postgresql://other@localhost/app' },
      { DATABASE_URL: 'postgresql://user@elsewhere/app' },
      { VERCEL_ENV: 'production' },
      { VERCEL_ENV: 'preview', VERCEL_GIT_COMMIT_REF: 'one' },
      { VERCEL_ENV: 'preview', VERCEL_GIT_COMMIT_REF: 'two' },
    ]
    expect(new Set(given.map(prefixOf)).size).toBe(given.length)
  })

  test('is the same for each commit and through a pooler, another port and other parameters', () => {
    const direct = prefixOf({ DATABASE_URL: 'postgresql://u:p@ep-1.example/app', VERCEL_ENV: 'production' })
    const pooled = { DATABASE_URL: 'postgresql://u:q@ep-1-pooler.example:6432/app?pgbouncer=true' }
    expect(prefixOf({ ...pooled, VERCEL_ENV: 'production', VERCEL_GIT_COMMIT_REF: 'main' })).toBe(direct)
  })

  test('is the configured value where one is set', () => expect(prefixOf({ REDIS_PREFIX: 'shop:eu' })).toBe('shop:eu'))
})

describe('keys in variables of their own', () => {
  const { SESSION_PASSWORDS, JWT_KEYS, ...others } = good
  const jwk = JSON.parse(JWT_KEYS ?? '').keys[0]
  const key = (id: string) => ({
    [`SESSION_PASSWORD_${id}`]: id.repeat(32),
    [`JWT_KEY_${id}`]: Buffer.from(JSON.stringify({ ...jwk, kid: id })).toString('base64url'),
  })
  const idsOf = ({ SESSION_PASSWORDS: passwords, JWT_KEYS: { keys } }: Env) => ({
    passwords: passwords.map((password) => password[0]),
    kids: keys.map(({ kid }) => kid),
  })

  test('a single key is used without being named', () => {
    expect(idsOf(parseEnv({ ...others, ...key('A') }))).toEqual({ passwords: ['A'], kids: ['A'] })
  })

  test('a rotation: added, used, alone; each step knows every key that the steps beside it use', () => {
    const deploys = [
      { ...key('A'), ...key('B'), KEY_IN_USE: 'A' },
      { ...key('A'), ...key('B'), KEY_IN_USE: 'B' },
      { ...key('B'), KEY_IN_USE: 'B' },
    ].map((deploy) => idsOf(parseEnv({ ...others, ...deploy })).kids)
    expect(deploys).toEqual([['A', 'B'], ['B', 'A'], ['B']])
  })

  test('from the lists to variables of their own, without reading the lists', () => {
    const lists = { SESSION_PASSWORDS: 'x'.repeat(32), JWT_KEYS }
    const kids = [lists, { ...lists, ...key('B') }, { ...lists, ...key('B'), KEY_IN_USE: 'B' }, key('B')].map(
      (deploy) => idsOf(parseEnv({ ...others, ...deploy })),
    )
    expect(kids).toEqual([
      { passwords: ['x'], kids: ['unit'] },
      { passwords: ['x', 'B'], kids: ['unit', 'B'] },
      { passwords: ['B', 'x'], kids: ['B', 'unit'] },
      { passwords: ['B'], kids: ['B'] },
    ])
  })

  test.each([
    [
      'several keys, and none is named',
      { ...key('A'), ...key('B') },
      'KEY_IN_USE: missing; set it to the key that seals and signs, one of B, A',
    ],
    [
      'a named key that is missing',
      { ...key('A'), KEY_IN_USE: 'C' },
      'KEY_IN_USE: must be the <ID> of a SESSION_PASSWORD_<ID>',
    ],
    ['a password without its key', { SESSION_PASSWORD_A: 'x'.repeat(32) }, 'JWT_KEY_A: missing'],
    [
      'a short password',
      { ...key('A'), SESSION_PASSWORD_A: 'short' },
      'SESSION_PASSWORD_A: must be 32 characters or more, without commas',
    ],
    ['a malformed key', { ...key('A'), JWT_KEY_A: 'bm90IGEga2V5' }, 'JWT_KEY_A: must be what "npm run keys" prints'],
  ])('%s: named', (_, given, problem) => {
    expect(problemsOf({ ...others, ...given })).toContain(problem)
  })
})
