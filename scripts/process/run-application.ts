import { parseEnv } from '@/lib/env'
import { findFreePort } from '../services/ports'
import { boot, type Seed } from './boot'
import { startChild, waitForPort } from './child'
import type { Lifetime } from './lifetime'
import type { ServeOptions } from './options'

const DEFAULT_PORT = 3000

export type Application = {
  mode: 'development' | 'production'
  options: ServeOptions
  seed: Seed
  /** Arguments of Node for the process that serves; it finds its port and address in the environment. */
  command: (port: number) => string[]
  /** Starts what stands beside it. @returns what it has to know about that */
  beside?: (env: Readonly<Record<string, string | undefined>>, lifetime: Lifetime) => Promise<Record<string, string>>
}

function readPort(): number {
  const port = Number(process.env.PORT || DEFAULT_PORT)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error('PORT: must be a whole number from 1 to 65535')
}

/** `APP_URL`, or `localhost`; with the port that was really taken where that is an address of this machine. */
function addressAt(port: number, wanted: number): string {
  const { APP_URL } = process.env
  if (!APP_URL) return `http://localhost:${port}`
  const url = URL.canParse(APP_URL) ? new URL(APP_URL) : null
  const isHere = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!isHere || port === wanted || url.port !== String(wanted)) return APP_URL
  url.port = String(port)
  console.log(`APP_URL is ${url.origin} until that port is free`)
  return url.origin
}

/** The first query compiles Prisma's engine, and holds up whatever else was asked: better before there are visitors. */
async function warmUp(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => console.error('The application does not answer yet.'))
}

/**
 * Services here, Next in a child: PGlite computes synchronously and would hold up every answer in one process.
 * What is wrong with the environment is said before anything serves.
 */
export async function runApplication(application: Application, lifetime: Lifetime): Promise<void> {
  const { mode, options, seed, command, beside } = application
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
  const child = startChild(command(port), { ...env, ...neighbour })
  lifetime.onClose(child.stop)
  child.exited.then((code) => lifetime.end(code)).catch(() => process.exit(1))
  await waitForPort(port, child.exited)
  if (mode === 'production') await warmUp(port)
  console.log(`Ready: ${env.APP_URL}`)
}
