import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@/tests/support/free-port'
import { givenStores } from '@/tests/support/isolated-stores'
import type { Obstacle } from '@/tests/support/needs'
import { temporaryFolder } from '@/tests/support/temporary-folder'

/**
 * A PostgreSQL and a Redis of our own: private ports, temporary folders, nothing left behind. What concurrency means
 * is tested here, because the embedded database is one connection.
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

/** Why there can be no real stores here; null where they are installed or given. */
export const realStoresObstacle: Obstacle =
  givenStores() || ['initdb', 'postgres', 'redis-server'].every(find)
    ? null
    : 'needs a PostgreSQL and a Redis: apt-get install postgresql redis-server, or set TEST_DATABASE_URL and TEST_REDIS_URL'

/** Those of TEST_DATABASE_URL and TEST_REDIS_URL, otherwise started here from what is installed. */
export async function startRealStores(): Promise<RealStores> {
  const stores = givenStores()
  if (stores) return { ...stores, close: async () => undefined }

  const folder = await temporaryFolder()
  const owner = unprivilegedOwner()
  await own(folder.path, owner)
  const postgres = await startPostgres(join(folder.path, 'postgres'), owner)
  const redis = await startRedis(join(folder.path, 'redis'), owner)

  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    close: async () => {
      await Promise.all([postgres.stop(), redis.stop()])
      await folder.remove()
    },
  }
}

type Owner = Pick<SpawnOptions, 'uid' | 'gid'>

/** PostgreSQL refuses to run as root. */
function unprivilegedOwner(): Owner {
  if (process.getuid?.() !== 0) return {}

  for (const user of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {
      // No such user here: the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody')
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
  const server = spawn(program('postgres'), ['-D', folder, '-p', String(port), ...flags], options)
  await listening(server, port, 'postgres')

  return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, stop: () => stop(server, 'SIGINT') }
}

async function startRedis(folder: string, owner: Owner) {
  await own(folder, owner)
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
  const server = spawn(program('redis-server'), settings, { ...owner, cwd: folder, stdio: 'ignore' })
  await listening(server, port, 'redis-server')

  return { url: `redis://127.0.0.1:${port}`, stop: () => stop(server, 'SIGTERM') }
}

function program(name: string): string {
  const path = find(name)
  if (!path) throw new Error(`${name} is not installed`)
  return path
}

async function listening(server: ChildProcess, port: number, name: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`${name} ended with ${server.exitCode}`)
    if (await answers(port)) return
    await sleep(100)
  }
  throw new Error(`${name} does not listen on port ${port}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function stop(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || !server.kill(signal)) return
  await once(server, 'exit')
}
