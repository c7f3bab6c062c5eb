import { type Application, startApplication } from '@/tests/support/application'
import type { Build } from '@/tests/support/build'
import { freePort } from '@/tests/support/free-port'
import { clientId, clientSecret, startResourceServer } from '@/tests/support/resource-server'

/** The application with its lab, and a service on another origin that accepts its tokens. `stop` stops both. */
export async function startLabOrigins(build: Build): Promise<Application> {
  const port = await freePort()
  const service = `http://127.0.0.1:${port}`
  const known = { API_AUDIENCES: service, RESOURCE_SERVER_ID: clientId, RESOURCE_SERVER_SECRET: clientSecret }
  const app = await startApplication({ build, env: { LAB: 'on', ...known } })
  const resources = await startResourceServer(app.url, { PORT: String(port), ALLOWED_ORIGINS: app.url })

  return {
    ...app,
    stop: async () => {
      await resources.stop()
      await app.stop()
    },
  }
}
