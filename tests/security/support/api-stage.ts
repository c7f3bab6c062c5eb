import { decodeJwt } from 'jose'
import * as z from 'zod'
import type { LimitName } from '@/lib/server/limits/limits'
import { askRedis } from '@/lib/session/redis'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { givenApplication } from '@/tests/support/given-application'
import { type Interruptible, interruptible } from '@/tests/support/interruptible'
import { anyModel } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { request } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'
import { forge } from '@/tests/unit/support/forge-token'

/**
 * An origin whose pages may call with a token, a service that tokens are issued for, and the client that may introspect
 * them.
 */
export const friend = 'https://friend.example'
export const service = 'https://service.example'
const resourceServer = { id: 'a service', secret: 'the secret of a service, and no other' }

/** All clients that are needed to provoke every answer of the API. */
export interface ApiStage {
  app: Process
  redis: Interruptible
  postgres: Interruptible
  cronSecret: string
  basic: string
  editor: Visitor
  member: Visitor
  /** The cookies of a session that has since logged out. */
  gone: Visitor
  // feature: required-factor
  /** Its role needs a second factor, which its account has not. */
  waiting: Visitor
  // end
  bearer: Readonly<Record<'good' | 'expired' | 'revoked' | 'spare', string>>
  noteId: string
  stop: () => Promise<void>
}

export async function startApiStage(): Promise<ApiStage> {
  const { settings } = givenApplication()
  const postgres = await interruptible(settings.DATABASE_URL ?? '')
  const redis = await interruptible(settings.UPSTASH_REDIS_REST_URL ?? '')
  const app = await startBeside({
    ...{ DATABASE_URL: postgres.url, UPSTASH_REDIS_REST_URL: redis.url, RATE_LIMIT: 'on' },
    ...{ API_AUDIENCES: service, CORS_ORIGINS: friend },
    ...{ RESOURCE_SERVER_ID: resourceServer.id, RESOURCE_SERVER_SECRET: resourceServer.secret },
  })
  const basic = `Basic ${btoa([resourceServer.id, resourceServer.secret].map(encodeURIComponent).join(':'))}`
  const { stop } = app
  try {
    return { app, redis, postgres, cronSecret: settings.CRON_SECRET ?? '', basic, ...(await cast(app)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function cast(app: Process) {
  const as = (email: string, visitor?: Visitor) => openSession(app, anyModel, { email, ...(visitor && { visitor }) })
  const editor = await as(people.grace.email)
  const leaver = await as(people.linus.email)
  const gone = leaver.clone()
  const revoked = await tokenOf(leaver)
  await leaver.submit('/dashboard', 'Log out')
  const [good, spare] = [await tokenOf(editor), await tokenOf(await as(people.linus.email))]
  const past = Math.floor(Date.now() / 1000) - 600
  const expired = forge({ payload: { ...decodeJwt(good), iat: past, exp: past + 1 } })
  const member = await as(people.linus.email)
  // feature: required-factor
  const waiting = await openSession(app, anyModel, { email: people.grace.email, lacksFactor: true })
  // end
  return {
    ...{ editor, member, gone, bearer: { good, expired, revoked, spare } },
    waiting, // feature: required-factor
    noteId: await noteBy(app, good),
  }
}

const Token = z.object({ access_token: z.string() })
const Created = z.object({ id: z.string() })

export async function tokenOf(visitor: Visitor): Promise<string> {
  return Token.parse((await visitor.send('POST', '/api/token')).json()).access_token
}

export async function noteBy(app: { url: string }, token: string): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = await request(app.url, '/api/notes', { method: 'POST', headers, body: '{"text":"a note"}' })
  return Created.parse(answer.json()).id
}

/**
 * Sets the counters of this limit above the maximum, for at least half a minute. No flood of requests is needed: the
 * test is about the answer, not about the number of requests.
 */
export const crowd = (limit: LimitName): Promise<void> =>
  askRedis(async (redis) => {
    const [, counters] = await redis.scan(0, { match: `*:limit:${limit}:*`, count: 10_000 })
    for (const counter of counters) await redis.incrby(counter, 10_000)
  })
