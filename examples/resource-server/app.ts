/** The addresses of the service, with their guards. */

import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { catalogue } from './catalogue'
import { checkOf, type Way } from './check'
import { constantHeaders } from './constant-headers'
import type { Env } from './env'
import { type Guarded, guard } from './guard'
import { invoicesOf } from './invoices'
import { IssuerAwayError } from './issuer-away'
import { logFailure } from './log'
import { policy } from './policy'
import { problem } from './problem'

/** Every role of the application may read notes, so the answers differ by the check, not by the role. */
const scope = 'notes:read'

const paths = ['/health', '/catalogue', '/invoices']

export function createApp(env: Env): Hono<Guarded> {
  const check = checkOf(env)
  const behind = (suitable: Way) => guard(check, { scope, way: env.CHECK === 'by_resource' ? suitable : env.CHECK })
  const app = new Hono<Guarded>()

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(constantHeaders(env.NODE_ENV === 'production'))) c.header(name, value)
  })
  app.use(corsFor(env.ALLOWED_ORIGINS))

  app.get('/health', (c) => c.json({ status: 'ok' }))
  app.get('/catalogue', behind('local'), (c) => c.json({ catalogue, check: c.get('passed') }))
  app.get('/invoices', behind('introspection'), (c) =>
    c.json({ invoices: invoicesOf(c.get('claims').sub), check: c.get('passed') }),
  )
  for (const path of paths) app.all(path, () => problem('method_not_allowed'))

  app.notFound(() => problem('not_found'))
  app.onError((error) => {
    const isAway = error instanceof IssuerAwayError
    logFailure(isAway ? 'issuer_away' : 'handler_failed', error)
    return problem(isAway ? 'unavailable' : 'internal')
  })
  return app
}

/** Pages on these origins may read our answers. Never with cookies: a token in the header is the only credential here. */
const corsFor = (origins: readonly string[]) =>
  cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: ['Authorization'],
    exposeHeaders: ['WWW-Authenticate', 'Retry-After'],
    maxAge: policy.preflight,
  })
