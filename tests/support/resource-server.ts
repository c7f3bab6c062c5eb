import { parseEnv } from '@/examples/resource-server/env'
import { createResourceServer } from '@/examples/resource-server/server'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { freePort } from '@/tests/support/free-port'

export interface ResourceServer {
  url: string
  /** The `aud` of tokens for it. */
  audience: string
  stop: () => Promise<void>
}

export const clientId = 'resource-server'
export const clientSecret = 'the secret of the resource server, + % and all'

/**
 * Runs in this process, over real HTTP, on a free port or the PORT of `env`: then a frozen clock applies to it, too.
 */
export async function startResourceServer(
  issuer: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ResourceServer> {
  const port = Number(env.PORT ?? (await freePort()))
  const url = `http://127.0.0.1:${port}`
  const variables = { ISSUER: issuer, AUDIENCE: url, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, ...env }
  const server = createResourceServer(parseEnv(variables))
  await listenNear(server, port)

  return {
    url,
    audience: variables.AUDIENCE,
    stop: () => {
      server.closeAllConnections()
      return closeServer(server)
    },
  }
}
