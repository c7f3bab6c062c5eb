import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { PrismaClient } from '@/lib/db/generated/client'
import { env, parseEnv } from '@/lib/env'
import { pingRedis } from '@/lib/session/redis'
import type { Gate } from '@/tests/integration/support/gate'
import { Signal } from '@/tests/integration/support/signal'
import { openFileStores } from '@/tests/support/file-stores'
import { needs } from '@/tests/support/needs'
import { realStoresObstacle } from '@/tests/support/real-stores'
import type { Stores } from '@/tests/support/stores'
import { longTimeouts } from '@/tests/support/timeouts'

/**
 * For files about concurrency: the embedded database is one connection, so they use a real one. @param gate the proxy
 * in front of Redis, where it has to become unavailable in between
 */
export function raceOnRealStores(gate?: Gate): void {
  let stores: Stores | undefined

  beforeEach(needs(realStoresObstacle))
  beforeAll(async () => {
    if (realStoresObstacle) return
    stores = await openFileStores()
    // Also for modules that read a setting while the file is loaded.
    Object.assign(process.env, stores.env)
    Object.assign(env(), parseEnv(process.env))
    // Before the first connection: an open connection stays open.
    if (gate) env().UPSTASH_REDIS_REST_URL = await gate.start(env().UPSTASH_REDIS_REST_URL)
    await warmUp()
  })
  afterAll(async () => {
    await gate?.close()
    if (!stores) return
    await askPostgres((database) => database.$disconnect())
    await stores.close()
  })
}

/** As in a warm server: its connections are open. */
async function warmUp(): Promise<void> {
  await Promise.all(
    Array.from({ length: 10 }, () => askPostgres((database) => database.$queryRaw`SELECT pg_sleep(0.1)::text`)),
  )
  await askPostgres(({ user }) => user.findMany({ take: 1 }))
  await pingRedis()
}

/** Another transaction that holds a lock, so that others line up behind it in the order that a test needs. */
export interface Hold {
  /** Resolves when so many wait for a lock. */
  waiters: (count: number) => Promise<void>
  /** Breaks the waiting connections, as a restart of Postgres does: their statements have not run. */
  breakWaiting: () => Promise<void>
  release: () => Promise<void>
}

export const holdSession = (id: string) => hold(`SELECT 1 FROM "Session" WHERE id = '${id}' FOR UPDATE`)
export const holdUser = (id: string) => hold(`SELECT 1 FROM "User" WHERE id = '${id}' FOR UPDATE`)
// feature: second-factor
export const holdTotp = (userId: string) => hold(`SELECT 1 FROM "Totp" WHERE "userId" = '${userId}' FOR UPDATE`)
// end
/** A transaction that adds the row of the site, which is missing until the first login or the first revocation of everyone. */
export const holdNewSite = (generation: number) => hold(`INSERT INTO "Site" (id, generation) VALUES (1, ${generation})`)
export const holdTable = (name: string) => hold(`LOCK TABLE "${name}" IN ACCESS EXCLUSIVE MODE`)
/** Others read the table, and wait when they write. */
export const holdWrites = (name: string) => hold(`LOCK TABLE "${name}" IN SHARE MODE`)
// feature: mail
export const holdAddresses = () => hold(`SELECT 1 FROM pg_advisory_xact_lock(hashtext('addresses'))`)
// end

const atMost = { timeout: Number(longTimeouts.DATABASE_TIMEOUT_MS) }

/** For as long as a waiting query waits. */
async function hold(statement: string): Promise<Hold> {
  const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL ?? '' })
  const other = new PrismaClient({ adapter })
  const letGo = new Signal()
  const held = new Signal()
  const holding = other.$transaction(async (transaction) => {
    await transaction.$executeRawUnsafe(statement)
    held.give()
    await letGo.given
  }, atMost)
  await Promise.race([held.given, holding])

  return {
    waiters: (count) => waitForWaiters(other, count),
    breakWaiting: async () => {
      await other.$queryRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
    },
    release: async () => {
      letGo.give()
      await holding
      await other.$disconnect()
    },
  }
}

async function waitForWaiters(database: PrismaClient, count: number): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const waiting = await database.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (waiting.length >= count) return
    await sleep(10)
  }
  throw new Error(`fewer than ${count} wait for a lock`)
}
