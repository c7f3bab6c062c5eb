import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@/tests/support/free-port'
import type { Obstacle } from '@/tests/support/needs'

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0
export const redisObstacle: Obstacle = hasRedis ? null : 'needs Redis: apt-get install redis-server'

/** A separate Redis, also where the run was given one: FLUSHALL would empty the data of other files. */
export async function startOwnRedis(): Promise<{ url: string; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'))
  const port = await freePort()
  const redis = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder])
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject)
    redis.stdout.on('data', (text) => String(text).includes('Ready to accept connections') && resolve())
  })
  const stop = () => {
    redis.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `redis://127.0.0.1:${port}`, stop }
}
