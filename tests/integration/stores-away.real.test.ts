import { createServer } from 'node:http'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { askPostgres, inTransaction, pingPostgres } from '@/lib/db/client'
import { insertDenied } from '@/lib/db/sessions/denied'
import { endSessionRow } from '@/lib/db/sessions/end'
import { cutOff, getAccess } from '@/lib/db/users'
import { env, parseEnv } from '@/lib/env'
import { describeHealth } from '@/lib/server/api/health'
import { audit } from '@/lib/server/audit'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { takeAllConnections } from '@/tests/integration/support/connections'
import { OwnPostgres } from '@/tests/integration/support/own-postgres'
import { needs } from '@/tests/support/needs'
import { type RealStores, realStoresObstacle, startRealStores } from '@/tests/support/real-stores'
import { type Stores, startStores } from '@/tests/support/stores'
import { shortTimeouts } from '@/tests/support/timeouts'

// The server that this file stops and freezes must belong to this file alone, also when the run was given a server.
vi.hoisted(() => {
  delete process.env.TEST_DATABASE_URL
  delete process.env.TEST_DATABASE_TEMPLATE
  delete process.env.TEST_REDIS_URL
})

let servers: RealStores
let stores: Stores
let postgres: OwnPostgres

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  servers = await startRealStores()
  stores = await startStores(servers)
  Object.assign(env(), parseEnv({ ...process.env, ...stores.env, ...shortTimeouts }))
  postgres = await OwnPostgres.at(env().DATABASE_URL)
})
afterAll(async () => {
  if (realStoresObstacle) return
  await askPostgres((database) => database.$disconnect())
  await stores.close()
  await postgres.close()
  await servers.close()
})

const questions = {
  'a question': () => getAccess('unknown'),
  'a raw question': () => pingPostgres(),
  'a change': () => endSessionRow('none', 'logout', new Date()),
  'an insert': () => insertDenied({ sessionId: 'none', expiresAt: new Date() }),
  'a transaction': () => cutOff('unknown', new Date()),
}

/** All concurrently, as in a real outage; each must end in time, with the one error that means "try again". */
async function expectAway(): Promise<void> {
  const start = performance.now()
  for (const outcome of await Promise.allSettled(Object.values(questions).map((ask) => ask()))) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', store: 'postgres' } })
  }
  expect(performance.now() - start).toBeLessThan(5000)
}

async function expectBack(): Promise<void> {
  for (const ask of Object.values(questions)) await ask()
}

describe('while Postgres is stopped', () => {
  test('every call ends with "away", and works again when Postgres is available again', async () => {
    await expectBack()
    await postgres.stop()

    await expectAway()
    expect(await describeHealth()).toMatchObject({ status: 'away', postgres: 'away', redis: 'ok' })

    await postgres.start()
    await expectBack()
    expect(await describeHealth()).toMatchObject({ status: 'ok', postgres: 'ok', redis: 'ok' })
  })

  test('a query or a transaction in progress ends with the same error', async () => {
    const asking = askPostgres((database) => database.$queryRaw`SELECT pg_sleep(2)`)
    const working = inTransaction((transaction) => transaction.$queryRaw`SELECT pg_sleep(2)`)
    const outcomes = Promise.allSettled([asking, working])
    await connected(2)

    await postgres.stop()

    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', store: 'postgres' } })
    }
    await postgres.start()
    await expectBack()
  })
})

describe('while Postgres is frozen', () => {
  test('every call ends with "away" in time, and works again when Postgres is thawed', async () => {
    await expectBack()
    postgres.freeze()
    try {
      await expectAway()
    } finally {
      postgres.thaw()
    }
    await expectBack()
  })

  // The timeout of its call, and then that of the rollback, which gets no answer either.
  test('a started transaction is given up, after twice as long', async () => {
    const start = performance.now()
    const working = inTransaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1`
      postgres.freeze()
      return transaction.$queryRaw`SELECT 1`
    })

    try {
      await expect(working).rejects.toMatchObject({ code: 'unavailable', store: 'postgres' })
      expect(performance.now() - start).toBeLessThan(8000)
    } finally {
      postgres.thaw()
    }
    await expectBack()
  })
})

describe('while all connections of Postgres are in use', () => {
  test('every call ends with "away", and works again when a connection is free', async () => {
    await askPostgres((database) => database.$disconnect())
    await postgres.stop()
    await postgres.start('-c', 'max_connections=20')
    const held = await takeAllConnections(env().DATABASE_URL)

    await expectAway()

    await held.release()
    await expectBack()
  })
})

test('an entry of the audit trail that cannot be written waits until PostgreSQL is available, and is written once', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const sessionId = `audit-${process.pid}`
  const written = () => askPostgres(({ auditEvent }) => auditEvent.findMany({ where: { sessionId } }))
  await postgres.stop()
  const before = Date.now()
  await audit({ kind: 'login', sessionId })

  await postgres.start()
  await expect.poll(written, { timeout: 20_000 }).toHaveLength(1)
  const [entry] = await written()
  expect(Math.abs((entry?.at.getTime() ?? 0) - before)).toBeLessThan(1000)
})

describe('a Redis that answers PING and refuses to write is misconfigured in /api/health, and the log contains the reason:', () => {
  const states: Record<string, { begin: [string, ...string[]]; end: [string, ...string[]]; advice: string }> = {
    full: {
      begin: ['CONFIG', 'SET', 'maxmemory', '1'],
      end: ['CONFIG', 'SET', 'maxmemory', '0'],
      advice: 'Redis is full',
    },
    'a read-only replica': {
      begin: ['REPLICAOF', '127.0.0.1', '1'],
      end: ['REPLICAOF', 'NO', 'ONE'],
      advice: 'Redis is a read-only replica',
    },
  }

  test.each(Object.entries(states))('%s', async (_, { begin, end, advice }) => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    Reflect.deleteProperty(globalThis, 'log')
    const admin = new Redis(servers.redisUrl)
    await admin.call(...begin)
    try {
      expect(await admin.ping()).toBe('PONG')
      expect(await describeHealth()).toMatchObject({ status: 'misconfigured', postgres: 'ok', redis: 'misconfigured' })
      expect(error.mock.calls.join()).toContain(advice)
    } finally {
      await admin.call(...end)
      admin.disconnect()
    }
    expect(await describeHealth()).toMatchObject({ status: 'ok', redis: 'ok' })
  })

  test.each([
    ['a used-up quota', 'ERR max requests limit exceeded. Limit: 500000, Usage: 500000', 'The quota of Redis'],
    ['a read-only token', "NOPERM this user has no permissions to run the 'set' command", 'may not write'],
    ['a token of another database', 'Unauthorized', 'refuses the token'],
  ])('%s, in the words of Upstash', async (_, words, advice) => {
    const server = createServer((_request, response) => response.writeHead(400).end(JSON.stringify({ error: words })))
    const port = await listenNear(server, 0)
    const error = vi.spyOn(console, 'error').mockReturnValue()
    Reflect.deleteProperty(globalThis, 'log')
    vi.resetModules()
    const { askRedis } = await import('@/lib/session/redis')
    const { env: freshEnv } = await import('@/lib/env')
    Object.assign(freshEnv(), { UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}` })
    await expect(askRedis((redis) => redis.get('x'))).rejects.toMatchObject({
      code: 'unavailable',
      advice: expect.stringContaining(advice),
    })
    error.mockRestore()
    await closeServer(server)
  })
})

/** Resolves when so many calls of the application are really in progress. */
async function connected(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const busy = await askPostgres(
        (database) => database.$queryRaw<unknown[]>`
          SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
      )
      return busy.length
    })
    .toBe(count)
}
