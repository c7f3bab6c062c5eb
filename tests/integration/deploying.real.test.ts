import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { env } from '@/lib/env'
import { applyMigrations, requireDirectConnection } from '@/scripts/database/apply-migrations'
import { listMigrations } from '@/scripts/database/migration-folder'
import { raceOnRealStores } from '@/tests/integration/support/race'
import { needs } from '@/tests/support/needs'
import { pgBouncerObstacle, startPgBouncer } from '@/tests/support/pgbouncer'
import { realStoresObstacle } from '@/tests/support/real-stores'

/* What a deploy does before it builds: validates the environment, migrates through a direct connection. */

raceOnRealStores()

describe('migrations', () => {
  test('of two deploys at once, one applies all of them and the other none', async () => {
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

    test('are refused, by the name of the variable that helps; a direct connection is accepted', async () => {
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

describe('npm run vercel-build ends before it migrates or builds, and names', () => {
  const wrong: Record<string, [Record<string, string>, string]> = {
    'a JWK set that a dashboard has escaped': [{ JWT_KEYS: '{\\"keys\\":[]}' }, 'JWT_KEYS: must be a JWK set'],
    'an address of another database': [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must be a postgres:// address'],
    'a number with a unit': [{ FRESH_SECONDS: '5m' }, 'FRESH_SECONDS: must be'],
    'a secret that is missing': [{ CRON_SECRET: '' }, 'CRON_SECRET: missing'],
    'an address that production does not know': [{ APP_URL: '' }, 'APP_URL: missing'],
    'everything that is wrong, at once': [{ SESSION_PASSWORDS: 'short', LAB: 'yes' }, 'LAB: must be on or off'],
  }
  test.each(Object.entries(wrong))('%s', (_, [given, problem]) => {
    const { status, output } = vercelBuild({ VERCEL_ENV: 'production', ...given })
    expect(output).toContain(problem)
    for (const value of Object.values(given).filter((text) => text.length > 4)) expect(output).not.toContain(value)
    expect(status).toBe(1)
  })
})

function vercelBuild(given: Readonly<Record<string, string | undefined>>) {
  const own = { CRON_SECRET: 'x'.repeat(32), APP_URL: 'https://app.example', NODE_ENV: 'production' as const }
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/vercel-build.ts'], {
    env: { ...process.env, ...own, ...given },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}
