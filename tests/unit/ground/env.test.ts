import { describe, expect, test } from 'vitest'
import { EnvironmentError, parseEnv } from '@/lib/env'

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

test('five variables are enough; everything else has a default', () => {
  expect(parseEnv(good)).toMatchObject({
    PORT: 3000,
    FRESH_SECONDS: 300,
    IDLE_SECONDS: 604_800,
    ABSOLUTE_SECONDS: 2_592_000,
    REFRESH_GRACE_SECONDS: 30,
    TRUSTED_PROXY_HOPS: 0,
  })
})

test('an empty environment names all that is missing, at once', () => {
  expect(problemsOf({})).toEqual(Object.keys(good).map((name) => `${name}: missing`))
})

test('empty means unset, as in an .env file', () => {
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
  PORT: ['0', '65536', '-1', '80a', '3e3', '0x50', '80.5', ' 80', secret],
  FRESH_SECONDS: ['0', '86401', '-5', '5m', secret],
  IDLE_SECONDS: ['0', '34560001', secret],
  ABSOLUTE_SECONDS: ['0', '34560001', secret],
  REFRESH_GRACE_SECONDS: ['601', '-1', secret],
  TRUSTED_PROXY_HOPS: ['11', '-1', secret],
  APP_URL: [secret, `javascript:${secret}`, `ftp://${secret}`],
  CRON_SECRET: [secret],
  NODE_ENV: [secret],
  VERCEL_ENV: [secret],
} as const

describe.each(Object.entries(wrong))('a wrong %s', (name, values) => {
  test.each(values)('of %j is named, and its value is not repeated', (value) => {
    const problems = problemsOf({ ...good, [name]: value })
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem).toMatch(new RegExp(`^${name}: must be `))
    expect(problems.join()).not.toContain(secret)
  })
})

test('every bad variable is named in one message, with a stable code and no value', () => {
  const all = Object.fromEntries(Object.entries(wrong).map(([name, [value]]) => [name, value]))
  const parse = () => parseEnv({ ...good, ...all })
  expect(parse).toThrow(expect.objectContaining({ code: 'environment' }))
  for (const name of Object.keys(wrong)) expect(parse).toThrow(new RegExp(`\\b${name}: `))
  expect(parse).not.toThrow(new RegExp(secret))
})

test('several passwords and keys keep their order: the first ones make, all of them open', () => {
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)]
  expect(parseEnv({ ...good, SESSION_PASSWORDS: ` ${one} , ${two}` }).SESSION_PASSWORDS).toEqual([one, two])
})
