import { execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { freePort } from '@/tests/support/free-port'
import { givenStores } from '@/tests/support/isolated-stores'
import type { Obstacle } from '@/tests/support/needs'
import { StoreProcess } from '@/tests/support/store-process'
import { temporaryFolder } from '@/tests/support/temporary-folder'
import { waitingFor } from '@/tests/support/waits'

/**
 * A PostgreSQL and a Redis of the run: private ports, temporary folders, cleaned up at the end. Tests of concurrency
 * need them, because the embedded database has one connection.
 */
export interface RealStores {
  databaseUrl: string
  redisUrl: string
  close: () => Promise<void>
}

const postgresHome = '/usr/lib/postgresql'
const postgresFolders = existsSync(postgresHome)
  ? readdirSync(postgresHome)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(postgresHome, version, 'bin'))
  : []

function find(program: string): string | null {
  const folders = [...postgresFolders, ...(process.env.PATH ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null
}

/** The reason why no real stores are available; null if they are installed or given. */
export const realStoresObstacle: Obstacle =
  givenStores() || ['initdb', 'postgres', 'redis-server'].every(find)
    ? null
    : 'needs a PostgreSQL and a Redis: apt-get install postgresql redis-server, or set TEST_DATABASE_URL and TEST_REDIS_URL'

/** The stores of TEST_DATABASE_URL and TEST_REDIS_URL, otherwise the installed ones, started here. */
export async function startRealStores(): Promise<RealStores> {
  const stores = givenStores()
  return stores ? { ...stores, close: async () => undefined } : startOwnStores()
}

/** Exclusive stores, so that a test can stop and start them. */
export interface OwnStores extends RealStores {
  postgres: StoreProcess
  redis: StoreProcess
}

export const startOwnStores = (): Promise<OwnStores> => waitingFor('stores', start)

async function start(): Promise<OwnStores> {
  const folder = await temporaryFolder()
  const owner = unprivilegedOwner()
  await own(folder.path, owner)
  const postgres = await startPostgres(join(folder.path, 'postgres'), owner)
  const redis = await startRedis(join(folder.path, 'redis'), owner)

  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    postgres: postgres.server,
    redis: redis.server,
    close: async () => {
      await Promise.all([postgres.server.stop(), redis.server.stop()])
      await folder.remove()
    },
  }
}

type Owner = Pick<SpawnOptions, 'uid' | 'gid'>

/** PostgreSQL refuses to run as root. */
export function unprivilegedOwner(): Owner {
  if (process.getuid?.() !== 0) return {}

  for (const user of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {
      // This user does not exist: try the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres and no other unprivileged one')
}

async function own(path: string, { uid, gid }: Owner): Promise<void> {
  await mkdir(path, { recursive: true })
  await chmod(path, 0o700)
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

async function startPostgres(folder: string, owner: Owner) {
  await own(folder, owner)
  const options: SpawnOptions = { ...owner, cwd: folder, stdio: 'ignore' }
  const access = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync']
  const [code] = await once(spawn(program('initdb'), ['-D', folder, ...access], options), 'exit')
  if (code !== 0) throw new Error(`initdb ended with ${code}`)

  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200']
  const flags = settings.flatMap((setting) => ['-c', setting])
  const args = ['-D', folder, '-p', String(port), ...flags]
  const server = new StoreProcess({ program: program('postgres'), args, options, port, signal: 'SIGINT' })
  await server.start()

  return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, server }
}

async function startRedis(folder: string, owner: Owner) {
  await own(folder, owner)
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
  const options: SpawnOptions = { ...owner, cwd: folder, stdio: 'ignore' }
  const server = new StoreProcess({ program: program('redis-server'), args, options, port, signal: 'SIGTERM' })
  await server.start()

  return { url: `redis://127.0.0.1:${port}`, server }
}

function program(name: string): string {
  const path = find(name)
  if (!path) throw new Error(`${name} is not installed`)
  return path
}
