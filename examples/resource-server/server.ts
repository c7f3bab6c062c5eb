/** Serves the app with Node's HTTP server. */

import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app'
import { constantHeaders } from './constant-headers'
import type { Env } from './env'
import { problem } from './problem'

/** @returns a server that does not listen yet */
export function createResourceServer(env: Env): Server {
  const headers = constantHeaders(env.NODE_ENV === 'production')
  const listener = getRequestListener(createApp(env).fetch, {
    // A malformed request, for example with an invalid Host, does not reach the app.
    errorHandler: () => problem('bad_request', headers),
    overrideGlobalObjects: false,
  })
  return createServer((request, response) => void listener(request, response))
}
