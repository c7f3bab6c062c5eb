import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverCommand } from '@/scripts/process/options'
import { type Application, isHealthy } from '@/tests/support/application'
import { freePort } from '@/tests/support/free-port'
import { givenApplication } from '@/tests/support/given-application'
import { registerApplication } from '@/tests/support/reach'
import { endsWithRun } from '@/tests/support/run-folder'
import { temporaryFolder } from '@/tests/support/temporary-folder'
import { waitingFor } from '@/tests/support/waits'

export type Process = Pick<Application, 'url' | 'dist' | 'settings' | 'log' | 'logFile' | 'stop'>

type Source = Pick<Application, 'dist' | 'settings'>

/** The settings of the given application's build, stores and keys, with these differences. */
export function startBeside(env: Readonly<Record<string, string>>): Promise<Process> {
  const { dist, settings } = givenApplication()
  return startAnother({ dist, settings: { ...settings, ...env } })
}

/** Another process for stores that are served and migrated already. Its address is its own, unless APP_URL is given. */
export const startAnother = (source: Source): Promise<Process> => start(source, serverCommand(source.dist))

/** The same, as a platform without `npm start` serves it: without our own server in front of Next. */
export const startBareNext = (source: Source): Promise<Process> =>
  start(source, [resolve('node_modules/next/dist/bin/next'), 'start'])

async function start({ dist, settings: given }: Source, command: readonly string[]): Promise<Process> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const settings = { APP_URL: url, ...given }
  const folder = await temporaryFolder()
  const logFile = join(folder.path, 'server.log')
  const { PATH, HOME, SystemRoot } = process.env
  const own = { NODE_ENV: 'production', NEXT_DIST_DIR: basename(dist), PORT: String(port) } as const
  const server = spawn(process.execPath, command, {
    cwd: dirname(dist),
    env: { PATH, HOME, SystemRoot, ...settings, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endsWithRun(server)
  const output: string[] = []
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk) => {
      output.push(String(chunk))
      appendFileSync(logFile, chunk)
    })
  }
  const exited = once(server, 'exit')
  await waitingFor('application', async () => {
    while (server.exitCode === null && !(await isHealthy(url))) await sleep(50)
  })
  if (server.exitCode !== null) throw new Error(`the process ended with ${server.exitCode}\n${output.join('')}`)

  return registerApplication({
    ...{ url, dist, settings, logFile },
    log: () => output.join(''),
    stop: async () => {
      server.kill()
      await exited
      await folder.remove()
    },
  })
}
