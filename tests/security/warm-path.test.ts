import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { countStatements, type PostgresDoor } from '@/tests/support/postgres-door'
import { Bearer, tokenFor } from '@/tests/support/tokens' // feature: tokens
import { Visitor } from '@/tests/support/visitor'

/*
 * What a request costs the stores, counted on the wire: a proxy in front of PostgreSQL counts statements, one in front of
 * Redis counts requests.
 */

const maxAge = 1000
const { DATABASE_URL = '', UPSTASH_REDIS_REST_URL: target = '' } = givenApplication().settings
let postgres: PostgresDoor
let app: Process
/** Another process of the same deployment. */
let other: Process
let calls = 0
const redis = createServer((request, response) => void lead(request, response))

beforeAll(async () => {
  postgres = await countStatements(DATABASE_URL)
  const counted = {
    DATABASE_URL: postgres.url,
    UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${await listenNear(redis, 0)}`,
  }
  // The prefix in Redis is made of the address of the database, which is another one here.
  const settings = {
    ...counted,
    ...{ REVOCATION_MODE: 'snapshot', REVOCATION_MAX_AGE_MS: String(maxAge) },
    // Otherwise the first page of a process also looks into the outbox, after its answer.
    SMTP_URL: '', // feature: mail
  }
  app = await startBeside(settings)
  other = await startBeside({ ...settings, APP_URL: app.url })
})
afterAll(async () => {
  await Promise.all([app?.stop(), other?.stop(), postgres?.close()])
  await closeServer(redis)
})

async function lead(request: IncomingMessage, response: ServerResponse): Promise<void> {
  calls += 1
  const body = (await request.toArray()).join('')
  const { authorization = '', 'upstash-encoding': encoding } = request.headers
  const headers = { authorization, 'content-type': 'application/json' }
  const encoded = encoding ? { 'upstash-encoding': String(encoding) } : {}
  const init = { method: request.method ?? 'POST', headers: { ...headers, ...encoded }, body }
  const answer = await fetch(target + (request.url ?? '/'), init)
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
}

/** Sends requests for as long as a replica is fetched three times. The first one is not counted. */
async function count(ask: () => Promise<{ status: number }>) {
  expect((await ask()).status).toBe(200)
  const before = { statements: postgres.statements(), calls, at: performance.now() }
  let requests = 0
  for (; performance.now() - before.at < 3 * maxAge; requests += 1) expect((await ask()).status).toBe(200)

  // A fetch belongs to the interval in which it begins, and the first interval began before.
  const fetches = Math.floor((performance.now() - before.at) / maxAge) + 1
  return { requests, statements: postgres.statements() - before.statements, calls: calls - before.calls, fetches }
}

/** Edge and server have a replica each. */
const requests: readonly [string, number, (visitor: Visitor) => Promise<{ status: number }>][] = [
  ['GET /api/me', 1, (visitor) => visitor.me()],
  ['a page with nothing but its header', 2, (visitor) => visitor.get('/')],
]

describe.each(models)('with a %s session, in snapshot, the stores are asked nothing', (model) => {
  test.each(requests)('by %s, except for the feed once a second', async (_, replicas, ask) => {
    const visitor = await openSession(app, model)

    const counted = await count(() => ask(visitor))

    expect(counted.requests).toBeGreaterThan(10)
    expect(counted.statements).toBe(0)
    expect(counted.calls).toBeLessThanOrEqual(replicas * counted.fetches)
  })
})

// feature: tokens
// model: sealed
test('nor by GET /api/me with the token of a sealed session', async () => {
  const program = new Bearer(app, await tokenFor(await openSession(app, 'sealed')))

  const counted = await count(() => program.me())

  expect(counted.statements).toBe(0)
  expect(counted.calls).toBeLessThanOrEqual(counted.fetches)
})
// end
// end

const nameIn = async (visitor: Visitor) => (await visitor.me()).user?.name
/** A copy of the cookies: a renewal there issues none here. */
const nameElsewhere = ({ jar }: Visitor) => nameIn(new Visitor(other, jar.clone()))

test.each(models)(
  'a name that is changed by %s is seen by its author at once, in every process, and by others within the bound',
  async (model) => {
    const { email } = await newAccount(app)
    const [author, device] = [await openSession(app, model, { email }), await openSession(app, model, { email })]
    for (const visitor of [author, device])
      expect([await nameIn(visitor), await nameElsewhere(visitor)]).toEqual(['Test User', 'Test User'])

    await author.submit('/account', 'name', { name: 'Changed' })
    const changedAt = performance.now()

    expect([await nameElsewhere(author), await nameIn(author), await nameIn(device)]).toEqual(Array(3).fill('Changed'))
    const late: unknown[] = []
    while (late.length === 0) {
      const isLate = performance.now() - changedAt > maxAge
      const name = await nameElsewhere(device)
      if (isLate) late.push(name)
    }
    expect(late).toEqual(['Changed'])
  },
)
