import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type ServerResponse } from 'node:http'
import next from 'next'
import { parseEnv } from '@/lib/env'
import { admit } from './process/admit'

/** The process that `npm start` supervises: Next's production server behind the filter of `admit`. */

const port = Number(process.env.PORT)

// As `next start` does. Next fetches its own pages after an action's redirect; without this variable it would trust the
// Host header, and fetch from an address that an attacker has chosen (SSRF).
process.env.__NEXT_PRIVATE_ORIGIN = `http://localhost:${port}`

const app = next({ dev: false, port })
await app.prepare()
const handle = app.getRequestHandler()

/** For lib/server/http/status.ts: Next does not let an action set the status of its answer. */
const answers = new AsyncLocalStorage<ServerResponse>()
Object.assign(globalThis, { answers })

const server = createServer((request, response) => {
  if (!admit(request, response)) return
  answers.run(response, () => handle(request, response)).catch(() => response.destroy())
})
// Longer than a load balancer keeps an idle connection, often 60 seconds: with Node's default of five, it could send a
// request into a connection that is just closing, and answer 502. The headers timeout has to be longer
// (nodejs/node#27363).
const { KEEP_ALIVE_SECONDS: keepAlive } = parseEnv(process.env)
server.keepAliveTimeout = keepAlive * 1000
server.headersTimeout = (keepAlive + 5) * 1000
// On every address, and so on 127.0.0.1, where the edge requests renewals.
server.listen(port)

/** Finishes answers in progress, and closes idle connections. */
function stop(): void {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The supervisor has ended, also after a crash, and the database with it.
process.once('disconnect', () => process.exit(0))
