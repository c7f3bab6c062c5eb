import { setTimeout as sleep } from 'node:timers/promises'
import { parseEnv } from '@/lib/env'
import { findFreePort } from '../services/ports'
import { boot, type Seed } from './boot'
import { type Rewrite, startChild, waitForPort } from './child'
import type { Lifetime } from './lifetime'
import type { ServeOptions } from './options'

const DEFAULT_PORT = 3000
const POLL_MS = 100

export type Application = {
  mode: 'development' | 'production'
  options: ServeOptions
  seed: Seed
  /** Arguments of Node for the process that serves; it reads its port and address from the environment. */
  command: (port: number) => string[]
  /** Replaces lines that the command prints. */
  rewrite?: Rewrite
  /** Starts a process beside the application. @returns the variables that the application needs for it */
  beside?: (env: Readonly<Record<string, string | undefined>>, lifetime: Lifetime) => Promise<Record<string, string>>
}

function readPort(): number {
  const port = Number(process.env.PORT || DEFAULT_PORT)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error('PORT: must be a whole number from 1 to 65535')
}

/** `APP_URL`, or `localhost`; with the actual port if it is an address of this machine. */
function addressAt(port: number, wanted: number): string {
  const { APP_URL } = process.env
  if (!APP_URL) return `http://localhost:${port}`
  const url = URL.canParse(APP_URL) ? new URL(APP_URL) : null
  const isHere = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!isHere || port === wanted || url.port !== String(wanted)) return APP_URL
  url.port = String(port)
  console.log(`APP_URL is ${url.origin} for now, because port ${wanted} is taken`)
  return url.origin
}

/**
 * Waits until the application answers a request, with any status, so that "Ready" is printed for an address that
 * serves. The request also compiles Prisma's engine, which would delay the first visitor.
 * @returns false when `exited` settles first
 */
async function waitForAnswer(port: number, exited: Promise<unknown>): Promise<boolean> {
  const gone = new AbortController()
  exited.finally(() => gone.abort()).catch(() => undefined)
  await waitForPort(port, exited)
  while (!gone.signal.aborted) {
    // A broken connection is not an answer; the next round asks again.
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: gone.signal }).catch(() => null)
    if (answer) return true
    await sleep(POLL_MS, undefined, { ref: false })
  }
  return false
}

/**
 * Runs the services in this process and Next in a child: PGlite computes synchronously, and in one process would delay
 * every answer. Problems of the environment are reported before the application serves.
 */
export async function runApplication(application: Application, lifetime: Lifetime): Promise<void> {
  const { mode, options, seed, command, rewrite, beside } = application
  const wanted = readPort()
  const services = await boot({ dataDir: options.dataDir, seed, lifetime })

  const port = await findFreePort(wanted)
  if (port !== wanted) console.log(`Port ${wanted} is taken, using ${port}`)
  const env = {
    ...process.env,
    ...services.env,
    NODE_ENV: mode,
    PORT: String(port),
    APP_URL: addressAt(port, wanted),
    NEXT_DIST_DIR: options.distDir,
  }
  parseEnv(env)

  const neighbour = await beside?.(env, lifetime)
  const child = startChild(command(port), { ...env, ...neighbour }, rewrite)
  lifetime.onClose(child.stop)
  child.exited.then((code) => lifetime.end(code)).catch(() => process.exit(1))
  if (await waitForAnswer(port, child.exited)) console.log(`Ready: ${env.APP_URL}`)
}
