import { createServer } from 'node:http'
import next from 'next'
import { parseEnv } from '@/lib/env'
import { admit } from './process/admit'

/** The process that `npm start` supervises: Next's production server behind our own door. */

const port = Number(process.env.PORT)

// As `next start` does. Next fetches its own pages after an action's redirect; without this it would believe the
// Host header and fetch from wherever a visitor says (SSRF).
process.env.__NEXT_PRIVATE_ORIGIN = `http://localhost:${port}`

const app = next({ dev: false, port })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer((request, response) => {
  if (!admit(request, response)) return
  handle(request, response).catch(() => response.destroy())
})
// Longer than a load balancer keeps an idle connection, often 60 seconds: with Node's own five, it would send a request into a
// connection that closes at that moment, and answer 502. The headers timeout has to be longer (nodejs/node#27363).
const { KEEP_ALIVE_SECONDS: keepAlive } = parseEnv(process.env)
server.keepAliveTimeout = keepAlive * 1000
server.headersTimeout = (keepAlive + 5) * 1000
// On every address, and so on 127.0.0.1, where the edge asks for renewals.
server.listen(port)

/** Answers in progress are finished; connections that only wait are closed. */
function stop(): void {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The supervisor is gone, however it went: so is the database.
process.once('disconnect', () => process.exit(0))
