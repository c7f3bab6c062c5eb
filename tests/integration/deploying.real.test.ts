import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { askPostgres, inTransaction } from '@/lib/db/client'
import { findFactors } from '@/lib/db/second-factor/factors' // feature: required-factor
import { env } from '@/lib/env'
import { describeHealth } from '@/lib/server/api/health'
import { applyMigrations, requireDirectConnection } from '@/scripts/database/apply-migrations'
import { listMigrations } from '@/scripts/database/migration-folder'
import { newProtectedPerson } from '@/tests/integration/second-factor/protected' // feature: second-factor
import { Gate } from '@/tests/integration/support/gate'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { eventsOf } from '@/tests/integration/support/rows' // feature: required-factor
import { withSettings } from '@/tests/integration/support/settings'
import { needs } from '@/tests/support/needs'
import { pgBouncerObstacle, startPgBouncer } from '@/tests/support/pgbouncer'
import { realStoresObstacle } from '@/tests/support/real-stores'

/* The steps of a deploy before its build: it validates the environment, and migrates through a direct connection. */

raceOnRealStores()

describe('migrations', () => {
  test('of two concurrent deploys, one applies all of them and the other none', async () => {
    const name = `deploy_${process.pid}`
    await askPostgres((database) => database.$executeRawUnsafe(`CREATE DATABASE "${name}"`))
    const url = Object.assign(new URL(env().DATABASE_URL), { pathname: `/${name}` }).href

    const applied = await Promise.all([applyMigrations(url), applyMigrations(url)])

    const all = listMigrations().migrationDirectories.map(({ path }) => path)
    expect(applied.sort((one, other) => one.length - other.length)).toEqual([[], all])
    await askPostgres((database) => database.$executeRawUnsafe(`DROP DATABASE "${name}"`))
  })

  describe('through PgBouncer', () => {
    let bouncer: Awaited<ReturnType<typeof startPgBouncer>> | undefined
    beforeEach(needs(pgBouncerObstacle))
    beforeAll(async () => {
      if (!realStoresObstacle && !pgBouncerObstacle) bouncer = await startPgBouncer(env().DATABASE_URL)
    })
    afterAll(() => bouncer?.stop())

    test('are refused with the name of the variable that helps; a direct connection is accepted', async () => {
      await expect(requireDirectConnection(bouncer?.url ?? '')).rejects.toThrow('Set DATABASE_URL_UNPOOLED')
      await expect(requireDirectConnection(env().DATABASE_URL)).resolves.toBeUndefined()
    })

    test('npm run vercel-build ends before it migrates or builds', () => {
      const { status, output } = vercelBuild({ DATABASE_URL: bouncer?.url, VERCEL_ENV: 'production' })
      expect(output).toContain('Set DATABASE_URL_UNPOOLED')
      expect(status).toBe(1)
    })
  })
})

describe('a sleeping database', () => {
  const holder: { prisma?: unknown } & typeof globalThis = globalThis

  /** The application's pool, opened anew through a gate. */
  async function throughGate(work: (gate: Gate) => Promise<void>, timeout: number): Promise<void> {
    const { DATABASE_URL } = env()
    const { host, port } = new URL(DATABASE_URL)
    const gate = new Gate()
    const { port: gatePort } = new URL(await gate.start(`http://${host}`))
    await askPostgres((database) => database.$disconnect())
    Reflect.deleteProperty(holder, 'prisma')
    try {
      const url = DATABASE_URL.replace(`:${port}/`, `:${gatePort}/`)
      await withSettings({ DATABASE_URL: url, DATABASE_CONNECT_TIMEOUT_MS: timeout }, () => work(gate))
    } finally {
      await askPostgres((database) => database.$disconnect())
      Reflect.deleteProperty(holder, 'prisma')
      await gate.close()
    }
  }

  test.each([
    ['a query', () => askPostgres((database) => database.user.count())],
    ['a transaction', () => inTransaction((transaction) => transaction.user.count())],
  ])('is retried once: %s waits until it is awake', async (_, ask) => {
    await throughGate(async (gate) => {
      gate.set('frozen')
      const asked = ask()
      await expect.poll(() => gate.guestCount).toBe(1)
      // The first connection gets no answer; the second one passes.
      gate.thaw()
      expect(await asked).toBeGreaterThanOrEqual(0)
    }, 300)
  })

  test('that does not wake up is unavailable after the second attempt', async () => {
    await throughGate(async (gate) => {
      gate.set('frozen')
      await expect(askPostgres((database) => database.user.count())).rejects.toMatchObject({
        code: 'unavailable',
        advice: null,
      })
      gate.set('open')
    }, 100)
  })
})

describe('an error that needs an operator carries advice:', () => {
  const holder: { prisma?: unknown } & typeof globalThis = globalThis

  async function at(change: (url: URL) => void, work: () => Promise<void>): Promise<void> {
    await askPostgres((database) => database.$disconnect())
    Reflect.deleteProperty(holder, 'prisma')
    const url = new URL(env().DATABASE_URL)
    change(url)
    try {
      await withSettings({ DATABASE_URL: url.href }, work)
    } finally {
      await askPostgres((database) => database.$disconnect()).catch(() => undefined)
      Reflect.deleteProperty(holder, 'prisma')
    }
  }

  const wrong: Record<string, [(url: URL) => void, string]> = {
    'a database that does not exist': [(url) => (url.pathname = '/no_such_database'), 'The database does not exist'],
    'a refused user': [(url) => (url.username = 'no_such_user'), 'refuses the user'],
    'TLS without support of the server': [
      (url) => url.searchParams.set('sslmode', 'require'),
      'does not support TLS here',
    ],
    'a database without tables': [(url) => (url.pathname = '/template1'), 'apply the migrations'],
  }

  test.each(Object.entries(wrong))('%s', async (_, [change, advice]) => {
    await at(change, async () => {
      const asked = askPostgres((database) => database.user.count())
      await expect(asked).rejects.toMatchObject({ code: 'unavailable', advice: expect.stringContaining(advice) })
    })
  })

  test('/api/health says misconfigured, and the log contains the advice', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    Reflect.deleteProperty(globalThis, 'log')
    await at(
      (url) => (url.pathname = '/no_such_database'),
      async () => {
        expect(await describeHealth()).toMatchObject({
          status: 'misconfigured',
          postgres: 'misconfigured',
          redis: 'ok',
        })
      },
    )
    expect(error.mock.calls.join()).toContain('The database does not exist.')
  })
})

describe('npm run vercel-build ends before it migrates or builds, and names', () => {
  const wrong: Record<string, [Record<string, string>, string]> = {
    'an escaped JWK set from a dashboard': [{ JWT_KEYS: '{\\"keys\\":[]}' }, 'JWT_KEYS: must be a JWK set'],
    'an address of another database': [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must be a postgres:// address'],
    'a number with a unit': [{ FRESH_SECONDS: '5m' }, 'FRESH_SECONDS: must be'],
    'a missing secret': [{ CRON_SECRET: '' }, 'CRON_SECRET: missing'],
    'an address that production does not accept': [{ APP_URL: '' }, 'APP_URL: missing'],
    'every error, at once': [{ SESSION_PASSWORDS: 'short', LAB: 'yes' }, 'LAB: must be on or off'],
  }
  test.each(Object.entries(wrong))('%s', (_, [given, problem]) => {
    const { status, output } = vercelBuild({ VERCEL_ENV: 'production', ...given })
    expect(output).toContain(problem)
    for (const value of Object.values(given).filter((text) => text.length > 4)) expect(output).not.toContain(value)
    expect(status).toBe(1)
  })
})

describe('npm run doctor', () => {
  const doctor = (given: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    runScript(['--conditions=react-server', '--import', 'tsx', 'scripts/doctor.ts', ...args], {
      APP_URL: 'http://127.0.0.1:9',
      ...given,
    })

  test('lists correct and wrong settings', () => {
    const { status, output } = doctor({})
    expect(output).toContain('ok     Environment: every value is valid')
    expect(output).toMatch(/ok {5}PostgreSQL: answers at 127\.0\.0\.1:\d+/)
    expect(output).toMatch(/ok {5}Migrations: all \d+ applied/)
    expect(output).toMatch(/ok {5}Redis: answers at .*, keys begin with sss:own:\w+/)
    expect(output).toContain('ok     Mail: off, because SMTP_URL is not set') // feature: mail
    expect(output).toMatch(/ok {5}Authenticator apps: secrets sealed by the newest password: \d+, by an older one: 0/) // feature: second-factor
    expect(output).toContain('wrong  Application: There is no answer from http://127.0.0.1:9/api/health')
    expect(status).toBe(1)
  })

  // feature: second-factor
  test('counts the secrets of apps that an older seal password has sealed, and seals them again', async () => {
    await newProtectedPerson()
    const newest = 'hunter2, a newer password of 32 characters'.replace(',', '')
    const rotated = { SESSION_PASSWORDS: [newest, ...env().SESSION_PASSWORDS].join() }

    const found = doctor(rotated)
    expect(found.output).toContain('Authenticator apps: secrets sealed by the newest password: 0, by an older one: 1')
    expect(found.output).toContain('Before you retire it, run "npm run doctor -- --reseal"')
    expect(doctor(rotated, '--reseal').output).toContain('sealed by the newest password: 1, by an older one: 0')
    const retired = doctor({ SESSION_PASSWORDS: newest })
    expect(retired.output).toContain('sealed by the newest password: 1, by an older one: 0')
    expect(doctor({}).output).toContain('by a retired one: 1, whose users need a recovery code')
    for (const { output } of [found, retired]) expect(output).not.toContain('hunter2')
  })

  // end
  // feature: required-factor
  test('[ASVS 6.4.4] deletes the factors of one account, also of the only admin, and records it', async () => {
    const { email, userId } = await newProtectedPerson()
    const other = await newProtectedPerson()

    const unknown = doctor({}, '--reset-factors', 'no-account@example.com')
    expect(unknown).toMatchObject({ status: 1, output: expect.stringContaining('No active account has the address') })
    expect(doctor({}, '--reset-factors').status).toBe(1)

    const { status, output } = doctor({}, '--reset-factors', email)
    expect(output).toContain(`ok     Second factor: the factors and recovery codes of ${email} are deleted`)
    expect(status).toBe(0)
    expect(await findFactors(userId)).toEqual({ hasApp: false, hasPasskey: false })
    expect(await findFactors(other.userId)).toMatchObject({ hasApp: true })
    expect(await eventsOf(userId)).toEqual(['second_factor_reset'])
    expect(doctor({}, '--reset-factors', email).output).toContain('has no second factor: nothing was changed')
  })

  // end
  test.each([
    [
      { DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:9/app' },
      'wrong  PostgreSQL: PostgreSQL does not answer at 127.0.0.1:9',
    ],
    [{ UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9' }, 'wrong  Redis: Redis does not answer at 127.0.0.1:9'],
    [{ UPSTASH_REDIS_REST_TOKEN: 'hunter2' }, 'wrong  Redis: Redis refuses the token'],
    [{ FRESH_SECONDS: 'hunter2' }, 'FRESH_SECONDS: must be a whole number'],
    // feature: mail
    [
      { SMTP_URL: 'smtp://u:hunter2@127.0.0.1:9' },
      'wrong  Mail: The mail server at 127.0.0.1:9 does not accept the connection (ESOCKET): check SMTP_URL.',
    ],
    // end
  ])('names each error with advice, and never a secret: %j', (given, finding) => {
    const { status, output } = doctor(given)
    expect(output).toContain(finding)
    expect(output).not.toContain('hunter2')
    expect(status).toBe(1)
  })

  test('says in each line what to do about a database without tables', () => {
    const { output } = doctor({
      DATABASE_URL: Object.assign(new URL(env().DATABASE_URL), { pathname: '/postgres' }).href,
    })
    const advice = 'A table or a column is missing: apply the migrations (npm run db:migrate).'
    expect(output).toContain(`wrong  PostgreSQL: ${advice}`)
    expect(output).toContain(`wrong  Migrations: ${advice}`)
  })
})

const vercelBuild = (given: Readonly<Record<string, string | undefined>>) =>
  runScript(['--import', 'tsx', 'scripts/vercel-build.ts'], {
    ...{ CRON_SECRET: 'x'.repeat(32), APP_URL: 'https://app.example', NODE_ENV: 'production' },
    ...given,
  })

function runScript(args: readonly string[], given: Readonly<Record<string, string | undefined>>) {
  const env = { ...process.env, ...given }
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}
