import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Application, isHealthy } from '@/tests/support/application'
import { freePort } from '@/tests/support/free-port'

/** The same build on the same stores, as a platform serves it that has no `npm start`: without our own door in front. */
export async function startBareNext({ dist, settings }: Pick<Application, 'dist' | 'settings'>) {
  const port = await freePort()
  const { PATH, HOME, SystemRoot } = process.env
  const own = { NODE_ENV: 'production', NEXT_DIST_DIR: basename(dist), PORT: String(port) } as const
  const next = resolve('node_modules/next/dist/bin/next')
  const server = spawn(process.execPath, [next, 'start', '--port', String(port)], {
    cwd: dirname(dist),
    env: { PATH, HOME, SystemRoot, ...settings, ...own },
    stdio: 'ignore',
  })
  const exited = once(server, 'exit')
  process.once('exit', () => server.kill())
  const url = `http://localhost:${port}`
  while (server.exitCode === null && !(await isHealthy(url))) await sleep(100)

  return {
    url,
    stop: async () => {
      server.kill()
      await exited
    },
  }
}
