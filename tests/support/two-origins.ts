import { startApplication } from '@/tests/support/application'
import { freePort } from '@/tests/support/free-port'
import { clientId, clientSecret, startResourceServer } from '@/tests/support/resource-server'

/** The application, and a service on another origin that accepts its tokens: each needs the address of the other. */
export interface TwoOrigins {
  url: string
  /** The address of the service, which is also the `aud` of tokens for it. */
  service: string
  /** A second instance of the service, which lists these origins and no other. */
  restartService: (origins: string) => Promise<void>
  stop: () => Promise<void>
}

export async function startTwoOrigins(env: Readonly<Record<string, string>> = {}): Promise<TwoOrigins> {
  const port = await freePort()
  const service = `http://127.0.0.1:${port}`
  const known = { API_AUDIENCES: service, RESOURCE_SERVER_ID: clientId, RESOURCE_SERVER_SECRET: clientSecret }
  const { url, stop } = await startApplication({ env: { ...known, ...env } })
  const start = (origins: string) => startResourceServer(url, { PORT: String(port), ALLOWED_ORIGINS: origins })
  let running = await start(url)

  return {
    url,
    service,
    restartService: async (origins) => {
      await running.stop()
      running = await start(origins)
    },
    stop: async () => {
      await running.stop()
      await stop()
    },
  }
}
