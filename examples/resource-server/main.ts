/** Starts the process: problems of the environment are reported before the server listens. */

import { EnvironmentError, parseEnv } from './env'
import { createResourceServer } from './server'

function start(): void {
  const env = parseEnv(process.env)
  const server = createResourceServer(env)

  server.once('error', (error) => fail(error.message))
  server.listen(env.PORT, () => console.log(`Resource server: http://localhost:${env.PORT}`))

  /** Finishes answers in progress, and closes idle connections. */
  function stop(): void {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // The parent process has ended, also after a crash.
  process.once('disconnect', () => process.exit(0))
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

try {
  start()
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error
  fail(error.message)
}
