import { randomBytes } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { Redis } from 'ioredis'

/** An exclusive part of real stores: an empty database, and a numbered keyspace of one Redis. */
export interface IsolatedStores {
  env: { DATABASE_URL: string; EMBEDDED_REDIS_URL: string }
  /** Whether the database has its tables already. */
  isMigrated: boolean
  drop: () => Promise<void>
}

/** TEST_DATABASE_URL and TEST_REDIS_URL: the stores of the whole run instead of embedded ones. */
export function givenStores(): { databaseUrl: string; redisUrl: string } | null {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env
  return databaseUrl && redisUrl ? { databaseUrl, redisUrl } : null
}

export async function isolate(stores: { databaseUrl: string; redisUrl: string }): Promise<IsolatedStores> {
  const database = await createDatabase(stores.databaseUrl)
  const keyspace = await claimKeyspace(stores.redisUrl)
  return {
    env: { DATABASE_URL: database.url, EMBEDDED_REDIS_URL: keyspace.url },
    isMigrated: database.isMigrated,
    drop: async () => {
      await keyspace.release()
      await database.drop()
    },
  }
}

/** With the tables of TEST_DATABASE_TEMPLATE if it is set; empty if `template` is `''`. */
export async function createDatabase(server: string, template = process.env.TEST_DATABASE_TEMPLATE) {
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(server, `CREATE DATABASE ${name} ${template ? `TEMPLATE ${template}` : ''}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    name,
    url: url.href,
    isMigrated: Boolean(template),
    drop: () => execute(server, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

async function execute(server: string, statement: string): Promise<void> {
  const adapter = await new PrismaPg({ connectionString: server }).connect()
  try {
    await adapter.executeScript(statement)
  } finally {
    await adapter.dispose()
  }
}

/** Redis has 16 keyspaces; the first one records the owner of each. */
export async function claimKeyspace(server: string) {
  const registry = new Redis(server, { db: 0 })
  // A test may stop the server: the client then gets an error.
  registry.on('error', () => undefined)
  for (let index = 1; index < 16; index += 1) {
    const isFree = await registry.set(`claimed:${index}`, process.pid, 'EX', 3600, 'NX')
    if (isFree) return openKeyspace(server, index, registry)
  }
  await registry.quit()
  throw new Error(`all keyspaces of ${server} are taken`)
}

async function openKeyspace(server: string, index: number, registry: Redis) {
  const url = new URL(server)
  url.pathname = `/${index}`
  const empty = async () => {
    await registry.select(index)
    await registry.flushdb()
    await registry.select(0)
  }
  await empty()

  return {
    url: url.href,
    release: async () => {
      await empty()
      await registry.del(`claimed:${index}`)
      await registry.quit()
    },
  }
}
