import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServices } from '@/scripts/services/start-services'
import { type Build, buildApplication, buildWithoutMiddleware } from '@/tests/support/build'
import { freePort } from '@/tests/support/free-port'
import { givenStores, isolate } from '@/tests/support/isolated-stores'
import { registerApplication } from '@/tests/support/reach'
import { request } from '@/tests/support/request'
import { endsWithRun } from '@/tests/support/run-folder'
import { copyTemplateDatabase } from '@/tests/support/template-database'
import { temporaryFolder } from '@/tests/support/temporary-folder'
import { labTimeouts, longTimeouts } from '@/tests/support/timeouts'
import { waitingFor } from '@/tests/support/waits'

export interface ApplicationOptions {
  /** Over the defaults: short deadlines, addresses of stores, `LAB`. */
  env?: Readonly<Record<string, string>>
  /** `false`: a build in which the middleware matches nothing. */
  middleware?: boolean
  /** A build other than the application's own. */
  build?: Build
}

/** A running production build with its own stores, which contain only the seeded users. */
export interface Application {
  url: string
  /** The absolute path of the output of `next build`. */
  dist: string
  /** Its environment, secrets included: for another process on the same stores. */
  settings: Readonly<Record<string, string>>
  /** The output of the process. */
  log: () => string
  /** The file with the same output, including earlier processes before a restart, for readers in other processes. */
  logFile: string
  /**
   * Restarts the process: data in memory is lost, the address stays.
   * @param build the build of a deploy, which replaces the current one
   */
  restart: (build?: Build) => Promise<void>
  stop: () => Promise<void>
}

/**
 * Most tests are not about limits of login attempts, about revocation modes or about a Redis that does not answer: they log in often,
 * expect a revocation to be refused in the next request, and run on busy cores.
 */
const steady = { SEED: 'on', REVOCATION_MODE: 'strict', RATE_LIMIT: 'off' }

export async function startApplication(options: ApplicationOptions = {}): Promise<Application> {
  const { env = {}, middleware = true } = options
  const build = options.build ?? (await (middleware ? buildApplication() : buildWithoutMiddleware()))
  const folder = await temporaryFolder()
  const given = env.DATABASE_URL ? null : givenStores()
  const stores = given && (await isolate(given))
  if (!env.DATABASE_URL && !stores) await copyTemplateDatabase(folder.path)
  const timeouts = env.LAB === 'on' ? labTimeouts : longTimeouts
  const settings = { ...steady, ...timeouts, ...stores?.env, ...env }
  const logFile = join(folder.path, 'server.log')
  const serving = { build, data: folder.path, settings, port: await freePort(), logFile }
  let running = await waitingFor('application', () => serve(serving))
  const services = await startServices({ dataDir: folder.path, env: settings, log: () => undefined })

  return registerApplication({
    url: running.url,
    dist: join(build.tree, build.dist),
    settings: { ...settings, ...services.env },
    log: () => running.log(),
    logFile,
    restart: async (next = build) => {
      await running.stop()
      running = await waitingFor('application', () => serve({ ...serving, build: next }))
    },
    stop: async () => {
      await running.stop()
      await stores?.drop()
      await folder.remove()
    },
  })
}

interface Serving {
  build: Build
  data: string
  settings: Readonly<Record<string, string>>
  port: number
  logFile: string
}

async function serve({ build: { tree, dist }, data, settings, port, logFile }: Serving) {
  const { PATH, HOME, SystemRoot, TMPDIR } = process.env
  const inherited = { PATH, HOME, SystemRoot, TMPDIR, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const args = ['--import', 'tsx', join(tree, 'scripts/start.ts'), '--data', data, '--dist', dist]
  const server = spawn(process.execPath, args, {
    cwd: tree,
    env: { ...inherited, PORT: String(port), ...settings },
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
  const log = () => output.join('')
  const url = `http://localhost:${port}`
  await ready(url, server, log)

  return { url, log, stop: () => stop(server) }
}

/** Waits until it is healthy. @throws with its output, if it ends first or takes a minute */
export async function ready(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the application ended with ${server.exitCode}\n${log()}`)
    if (await isHealthy(url)) return
    await sleep(100)
  }
  await stop(server)
  throw new Error(`the application is not healthy after 60 s\n${log()}`)
}

export async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await request(url, '/api/health')).status === 200
  } catch {
    return false
  }
}

/** Stops it like Ctrl-C; a process that has not ended after ten seconds has a bug, and is killed. */
export async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGTERM')
  const timer = setTimeout(() => server.kill('SIGKILL'), 10_000)
  await exited
  clearTimeout(timer)
}
