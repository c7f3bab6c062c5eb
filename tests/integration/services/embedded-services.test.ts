import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/env'
import { closeServer, findFreePort, listenNear } from '@/scripts/services/ports'
import { loadSecrets } from '@/scripts/services/secrets'
import { startServices } from '@/scripts/services/start-services'
import { openClient } from '@/tests/integration/services/support/open-client'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

const quiet = { env: {}, log: () => undefined }

describe('the embedded services', () => {
  let folder: TemporaryFolder
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder.remove())

  test('keys in variables of their own get no made-up lists beside them', async () => {
    const env = { SESSION_PASSWORD_A: 'x'.repeat(32), JWT_KEY_A: 'a key' }
    const services = await startServices({ dataDir: join(folder.path, 'own-keys'), ...quiet, env })
    await services.close()
    const names = Object.keys(services.env)
    expect(names).toEqual(expect.arrayContaining(['CRON_SECRET', 'DATABASE_URL']))
    expect(names.filter((name) => /^(SESSION_PASSWORDS|JWT_KEYS)$/.test(name))).toEqual([])
  })

  test('a hosted Redis is never put behind the embedded Upstash', async () => {
    const env = { EMBEDDED_REDIS_URL: 'rediss://default:secret@db.upstash.io:6379' }
    const starting = startServices({ dataDir: join(folder.path, 'hosted'), ...quiet, env })
    await expect(starting).rejects.toThrow('EMBEDDED_REDIS_URL: must be a redis:// address nearby')
  })

  test('every variable that the application needs is set, and the next start finds the same values', async () => {
    const dataDir = join(folder.path, 'first')
    const lines: string[] = []
    const first = await startServices({ dataDir, env: {}, log: (line) => lines.push(line) })
    expect(() => parseEnv(first.env)).not.toThrow()
    expect(lines).toEqual([
      expect.stringMatching(/^Postgres: embedded/),
      expect.stringMatching(/^Upstash: .*in memory/),
      expect.stringMatching(/^Mail: embedded SMTP server/), // feature: mail
    ])
    const writer = await openClient(first.env.DATABASE_URL ?? '')
    await writer.client.executeScript('CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)')
    await writer.close()
    await first.close()

    const second = await startServices({ dataDir, ...quiet })
    const reader = await openClient(second.env.DATABASE_URL ?? '')
    expect(await reader.rows('SELECT n FROM kept')).toEqual([[42]])
    const secrets = [
      'SESSION_PASSWORDS',
      'JWT_KEYS',
      'CRON_SECRET',
      'RESOURCE_SERVER_SECRET',
      'UPSTASH_REDIS_REST_TOKEN',
    ]
    for (const name of secrets) {
      expect(second.env[name]).toBe(first.env[name])
    }
    await reader.close()
    await second.close()
  })

  test('only the owner of the folder can read the secrets', () => {
    const dataDir = join(folder.path, 'first')
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  test('damaged secrets are not replaced silently, and the message shows none', async () => {
    const dataDir = join(folder.path, 'first')
    const kept = readFileSync(join(dataDir, 'secrets.json'), 'utf8')
    writeFileSync(join(dataDir, 'secrets.json'), kept.slice(0, 100))
    await expect(startServices({ dataDir, ...quiet })).rejects.toThrow(/^\S*secrets\.json is damaged/)
    writeFileSync(join(dataDir, 'secrets.json'), kept)
  })

  test('secrets of an earlier version are completed, not reported as damaged: every session stays valid', async () => {
    const file = join(folder.path, 'first', 'secrets.json')
    const { RESOURCE_SERVER_SECRET: _, ...earlier } = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify(earlier))

    const completed = await loadSecrets(file)

    expect(completed).toEqual({ ...earlier, RESOURCE_SERVER_SECRET: expect.stringMatching(/^[\w-]{43}$/) })
    expect(await loadSecrets(file)).toEqual(completed)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test.each([
    { SESSION_PASSWORDS: undefined },
    { JWT_KEYS: undefined },
    { RESOURCE_SERVER_SECRET: 'short' },
    { RESOURCE_SERVER_SECRET: null },
  ])('secrets with %j are damaged', async (change) => {
    const good = JSON.parse(readFileSync(join(folder.path, 'first', 'secrets.json'), 'utf8'))
    const file = join(folder.path, 'damaged.json')
    writeFileSync(file, JSON.stringify({ ...good, ...change }))

    await expect(loadSecrets(file)).rejects.toThrow(/damaged/)
  })

  test('a second user of the folder gets the services of the first', async () => {
    const dataDir = join(folder.path, 'shared')
    const [one, two] = await Promise.all([startServices({ dataDir, ...quiet }), startServices({ dataDir, ...quiet })])
    expect([one.own, two.own].sort()).toEqual([false, true])
    expect(two.env).toEqual(one.env)
    const [owner, guest] = one.own ? [one, two] : [two, one]
    expect(statSync(join(dataDir, 'services.json')).mode & 0o777).toBe(0o600)
    await guest.close()
    await owner.close()
  })

  test.each([
    ['a process that is gone', { pid: 2 ** 30, port: 1, env: { DATABASE_URL: 'postgresql://nowhere/' } }],
    ['a process of another kind', { pid: process.pid, port: 1, env: { DATABASE_URL: 'postgresql://nowhere/' } }],
    ['an unreadable id: the note is damaged', 'nonsense'],
  ])('a note left by %s is ignored', async (_, note) => {
    const dataDir = join(folder.path, 'first')
    writeFileSync(join(dataDir, 'services.json'), JSON.stringify(note))
    const services = await startServices({ dataDir, ...quiet })
    expect(services.own).toBe(true)
    await services.close()
  })

  test('a service with a configured address is not started', async () => {
    const dataDir = join(folder.path, 'first')
    const env = { DATABASE_URL: 'postgresql://elsewhere/', SESSION_PASSWORDS: 'mine' }
    const services = await startServices({ dataDir, env, log: () => undefined })
    expect(services.env).not.toHaveProperty('DATABASE_URL')
    expect(services.env).not.toHaveProperty('SESSION_PASSWORDS')
    await services.close()
  })

  test('ports in use are skipped, and the attempts leave nothing behind', async () => {
    const taken = createServer()
    const port = await listenNear(taken, 0)
    const other = createServer()
    expect(await listenNear(other, port)).toBeGreaterThan(port)
    expect(await findFreePort(port)).toBeGreaterThan(port)
    expect([other.listenerCount('listening'), other.listenerCount('error')]).toEqual([0, 0])
    await closeServer(taken)
    await closeServer(other)
  })
})
