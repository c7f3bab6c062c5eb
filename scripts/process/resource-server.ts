// feature: examples (this file)
import { findFreePort } from '../services/ports'
import { randomSecret } from '../services/secrets'
import { startChild } from './child'
import type { Lifetime } from './lifetime'

const FIRST_PORT = 3100

/** The variables that any process needs, and the one option of the resource server itself. */
const inherited = ['PATH', 'HOME', 'SystemRoot', 'TMPDIR', 'TEMP', 'CHECK'] as const

type Environment = Readonly<Record<string, string | undefined>>

/** Avoids the application's port, which is chosen but not taken yet. */
async function findPort(taken: number): Promise<number> {
  const port = await findFreePort(FIRST_PORT)
  return port === taken ? findFreePort(port + 1) : port
}

interface Neighbours {
  /** The environment that the application is started with. */
  env: Environment
  /** The port of the resource server. */
  port: number
}

/** The environment of the resource server: its own secret, and none of the application's. */
export function environmentOf({ env, port }: Neighbours) {
  const application = new URL(env.APP_URL ?? '').origin
  return {
    ...Object.fromEntries(inherited.map((name) => [name, env[name]])),
    NODE_ENV: 'development' as const,
    PORT: String(port),
    ISSUER: application,
    AUDIENCE: `http://localhost:${port}`,
    ALLOWED_ORIGINS: application,
    CLIENT_ID: env.RESOURCE_SERVER_ID ?? 'resource-server',
    CLIENT_SECRET: env.RESOURCE_SERVER_SECRET ?? randomSecret(),
  }
}

/**
 * Starts examples/resource-server beside the application, unless other services are configured.
 * @returns the variables that the application needs for it
 */
export async function startResourceServer(env: Environment, lifetime: Lifetime): Promise<Record<string, string>> {
  if (env.API_AUDIENCES) return {}

  const own = environmentOf({ env, port: await findPort(Number(env.PORT)) })
  const child = startChild(['--import', 'tsx', 'examples/resource-server/main.ts'], own)
  lifetime.onClose(child.stop)
  return {
    API_AUDIENCES: own.AUDIENCE,
    RESOURCE_SERVER_ID: own.CLIENT_ID,
    RESOURCE_SERVER_SECRET: own.CLIENT_SECRET,
  }
}
