import { createServer } from 'node:http'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import * as z from 'zod'
import { changeRole } from '@/lib/server/admin/change-role'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { openPresented, type Stranger } from '@/lib/session/open'
import { nowInSeconds } from '@/lib/time'
import { closeServer, listenNear } from '@/scripts/services/ports'
import type { Process } from '@/tests/security/support/another-process'
import type { Forged, Target } from '@/tests/security/support/attacks-on-keys'
import { askEveryWay, type Refusal, refusals } from '@/tests/security/support/bearer-ways'
import { openAs, openNewAccount } from '@/tests/security/support/causes'
import { provideStage } from '@/tests/security/support/doors'
import { exchange, introspect, resourceServer } from '@/tests/security/support/token-calls'
import { anyModel } from '@/tests/support/models'
import type { Visitor } from '@/tests/support/visitor'
import { forge, ownJwk, ownKey } from '@/tests/unit/support/forge-token'

interface Person {
  visitor: Visitor
  token: string
}

const raised = z.int().min(1)
const Counters = z.object({ generation: raised, site_generation: raised, access_version: raised })

export interface TokenStage {
  app: Process
  /** An editor to whom everything has happened that raises a counter. */
  own: Person
  other: Person
  claims: Record<string, unknown>
  /** Of these claims: each has been raised. */
  counters: z.infer<typeof Counters>
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
    cast.own = await openEditor(stage().app)
    const { visitor } = await openNewAccount(stage().app, 'signed')
    cast.other = { visitor, token: await exchange(visitor) }
  })
  afterAll(() => closeServer(evil))

  return () => {
    const { own, other, evil: address } = cast
    if (!own || !other || !address) throw new Error('only within a test: nothing has started yet')

    const claims = decodeJwt(own.token)
    const mint: Target['mint'] = (forgery = {}) => forge({ ...forgery, payload: { ...claims, ...forgery.payload } })
    const target = { mint, key: ownKey(), kid: ownJwk().kid, evil: address }
    return { ...stage(), own, other, claims, counters: Counters.parse(claims), target, visits: () => visits }
  }
}

/** Each counter that the credentials carry has been raised. Redis on busy cores can be too slow to hear of it at once. */
async function openEditor(app: Process): Promise<Person> {
  const { person } = await openNewAccount(app, anyModel)
  const { userId, email } = person
  await vi.waitFor(async () => expect(await cutOffEveryone(nowInSeconds())).toBe('ended'), patience)
  await vi.waitFor(async () => expect(await changeRole(userId, 'editor')).toBeOneOf(['changed', 'unchanged']), patience)
  await vi.waitFor(async () => expect(await cutOffUser(userId, nowInSeconds())).toBe('ended'), patience)
  const visitor = await openAs(app, anyModel, { email })
  return { visitor, token: await exchange(visitor) }
}

const patience = { timeout: 10_000 }

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

/** How the application calls what it does not open, and what it answers then. */
const unopened = { unauthenticated: 'invalid', malformed: 'malformed' } as const satisfies Partial<
  Record<Refusal, Stranger>
>

/**
 * None of them is opened by the code of the application, with its keys. One example of each class is also sent to the
 * running application: what it does not open it cannot tell apart.
 */
export async function expectUnopened(
  stage: TokenStage,
  forged: Forged,
  { code, examples }: { code: keyof typeof unopened; examples: readonly string[] },
): Promise<void> {
  for (const [name, token] of Object.entries(forged)) {
    const opened = await openPresented({ authorization: `Bearer ${token}`, cookies: {} }, nowInSeconds())
    expect({ name, ...opened }).toEqual({ name, credential: null, stranger: unopened[code] })
  }
  const sent = examples.map((name) => {
    expect(Object.keys(forged)).toContain(name)
    return [name, forged[name] ?? '']
  })
  await expectRefused(stage, Object.fromEntries(sent), code)
}
