import { createServer } from 'node:http'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { changeRole } from '@/lib/server/change-role'
import { cutOffEveryone, cutOffUser } from '@/lib/server/cut-off'
import { raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { closeServer, listenNear } from '@/scripts/services/ports'
import type { Forged, Target } from '@/tests/security/support/attacks-on-keys'
import { askEveryWay, type Refusal, refusals } from '@/tests/security/support/bearer-ways'
import { logInAsNewPerson } from '@/tests/security/support/causes'
import { Caller, provideStage } from '@/tests/security/support/doors'
import { exchange, introspect, resourceServer } from '@/tests/security/support/token-calls'
import type { Application } from '@/tests/support/application'
import { openSession } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'
import { forge, ownJwk, ownKey } from '@/tests/unit/support/forge-token'

interface Person {
  visitor: Visitor
  token: string
}

export interface TokenStage {
  app: Application
  /** An editor to whom everything has happened that raises a counter. */
  own: Person
  other: Person
  claims: Record<string, unknown>
  target: Target
  /** How often somebody came to an address that a token named. */
  visits: () => number
}

/** An application, two people who are logged in, and all that it takes to forge a token of one of them. */
export function provideTokenStage(): () => TokenStage {
  const stage = provideStage(async (start) => ({ app: await start(resourceServer) }))
  const cast: { own?: Person; other?: Person; evil?: string } = {}
  let visits = 0
  const evil = createServer((_, response) => {
    visits += 1
    response.end('{"keys":[]}')
  })

  beforeAll(async () => {
    cast.evil = `http://127.0.0.1:${await listenNear(evil, 0)}`
    cast.own = await logInAsEditor(stage().app)
    const { visitor } = await logInAsNewPerson(stage().app, 'signed')
    cast.other = { visitor, token: await exchange(visitor) }
  })
  afterAll(() => closeServer(evil))

  return () => {
    const { own, other, evil: address } = cast
    if (!own || !other || !address) throw new Error('only within a test: nothing has started yet')

    const claims = decodeJwt(own.token)
    const mint: Target['mint'] = (forgery = {}) => forge({ ...forgery, payload: { ...claims, ...forgery.payload } })
    const target = { mint, key: ownKey(), kid: ownJwk().kid, evil: address }
    return { ...stage(), own, other, claims, target, visits: () => visits }
  }
}

async function logInAsEditor(app: Application): Promise<Person> {
  await cutOffEveryone(nowInSeconds())
  const { person, userId } = await logInAsNewPerson(app, 'stored')
  await changeRole(userId, 'editor')
  await cutOffUser(userId, nowInSeconds())
  // Each has raised its counter from nothing. Redis, in this very process, may have been too busy to be told.
  await insist(() => raiseSiteGeneration(1))
  await insist(() => raiseAccessVersion(userId, 1))
  await insist(() => raiseGeneration(userId, 1))
  const visitor = await openSession(app, 'stored', { ...person, visitor: new Caller(app) })
  return { visitor, token: await exchange(visitor) }
}

const insist = (tell: () => Promise<void>) => vi.waitFor(tell, { timeout: 10_000 })

export async function expectLetIn({ app }: TokenStage, token: string): Promise<void> {
  const answers = await askEveryWay(app, `Bearer ${token}`)
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 201])
  expect(await introspect(app, token)).toMatchObject({ active: true })
}

/** At every way in, beside a cookie that would be let in; and the resource server is told the same. */
export async function expectRefused({ app, own }: TokenStage, forged: Forged, code: Refusal): Promise<void> {
  for (const [name, token] of Object.entries(forged)) {
    const answers = await askEveryWay(app, `Bearer ${token}`, own.visitor)
    const introspected = await introspect(app, token)
    expect({ name, answers, introspected }).toEqual({ name, answers: refusals(code), introspected: { active: false } })
  }
}
