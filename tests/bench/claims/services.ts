import { createServer, request as send } from 'node:http'
import * as z from 'zod'
import type { ClaimFigure } from '@/lib/figures/claims'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import type { Stage } from '@/tests/bench/claims/stage'
import { startApplication } from '@/tests/support/application'
import { freePort } from '@/tests/support/free-port'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { request } from '@/tests/support/request'
import { clientId, clientSecret, startResourceServer } from '@/tests/support/resource-server'

const Token = z.object({ access_token: z.string() })

/** Another service, which has neither secrets nor stores of ours: what it accepts, and how often it asks the issuer. */
export async function acrossServices(stage: Stage): Promise<readonly ClaimFigure[]> {
  const { started, stores, quick } = stage
  const tries = quick ? 5 : 100
  const ports = { local: await freePort(), introspection: await freePort() }
  const audienceOf = (check: keyof typeof ports) => `http://127.0.0.1:${ports[check]}`
  const issuer = await started.use(countRequests, ({ close }) => close())
  const known = { RESOURCE_SERVER_ID: clientId, RESOURCE_SERVER_SECRET: clientSecret, APP_URL: issuer.url }
  const API_AUDIENCES = `${audienceOf('local')},${audienceOf('introspection')}`
  const build = await stage.build()
  const app = await started.use(
    () => startApplication({ build, env: { ...stores.env, ...known, API_AUDIENCES } }),
    ({ stop }) => stop(),
  )
  issuer.target = app.url

  const visitor = await openSession(app, 'signed')
  const figures: ClaimFigure[] = []
  for (const check of ['local', 'introspection'] as const) {
    const service = await started.use(
      () => startResourceServer(issuer.url, { PORT: String(ports[check]), CHECK: check }),
      ({ stop }) => stop(),
    )
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: issuer.url }
    const exchanged = await visitor.send('POST', '/api/token', form, `audience=${service.audience}`)
    const { access_token: token } = Token.parse(exchanged.json())
    const before = issuer.count()
    const accepted = await countAccepted(
      service.url,
      Array.from({ length: tries }, () => token),
    )
    figures.push(...toCounts('accepted_elsewhere', { of: `${check}-check`, tries, accepted }))
    figures.push(toFigure('issuer_requests', `${check}-check`, issuer.count() - before, 'requests'))
    if (check === 'local') figures.push(...(await sendCookies(app, service.url)))
    await service.stop()
  }
  await app.stop()
  return figures
}

async function countAccepted(url: string, tokens: readonly string[]): Promise<number> {
  let accepted = 0
  for (const token of tokens) {
    const { status } = await request(url, '/catalogue', { headers: { Authorization: `Bearer ${token}` } })
    accepted += status === 200 ? 1 : 0
  }
  return accepted
}

/** The credentials of a browser, presented elsewhere. The access token in the cookie is for us: its audience is another. */
async function sendCookies(app: { url: string }, service: string): Promise<readonly ClaimFigure[]> {
  const figures: ClaimFigure[] = []
  for (const model of models) {
    const values = (await openSession(app, model)).cookies.map(({ value }) => value)
    const of = `${model}-cookie`
    figures.push(
      ...toCounts('accepted_elsewhere', { of, tries: values.length, accepted: await countAccepted(service, values) }),
    )
  }
  return figures
}

/** What the service takes for the issuer: passes everything on, and counts it. */
async function countRequests() {
  let count = 0
  const server = createServer((asked, answer) => {
    count += 1
    const { hostname, port } = new URL(issuer.target)
    const { method, url = '/', headers } = asked
    const sent = send({ hostname, port, path: url, method, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 500, found.rawHeaders)
      found.pipe(answer)
    })
    sent.on('error', () => asked.socket.destroy())
    asked.pipe(sent)
  })
  const url = `http://localhost:${await listenNear(server, 0)}`
  const close = () => {
    server.closeAllConnections()
    return closeServer(server)
  }
  const issuer = { url, target: url, count: () => count, close }
  return issuer
}
