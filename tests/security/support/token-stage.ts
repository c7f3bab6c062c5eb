import { createServer } from 'node:http'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import * as z from 'zod'
import { changeRole } from '@/lib/server/admin/users'
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
  /** An editor after every event that raises a counter. */
  own: Person
  other: Person
  claims: Record<string, unknown>
  /** The values of these claims: each has been raised. */
  counters: z.infer<typeof Counters>
  target: Target
  /** The number of requests to an address that a token named. */
  visits: () => number
}

/** An application, two logged-in users, and everything that is needed to forge a token of one of them. */
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
    if (!own || !other || !address) throw new Error('call this within a test: the stage has not started yet')

    const claims = decodeJwt(own.token)
    const mint: Target['mint'] = (forgery = {}) => forge({ ...forgery, payload: { ...claims, ...forgery.payload } })
    const target = { mint, key: ownKey(), kid: ownJwk().kid, evil: address }
    return { ...stage(), own, other, claims, counters: Counters.parse(claims), target, visits: () => visits }
  }
}

/** Raises each counter that the credentials carry. On busy cores the publication to Redis can be late. */
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

/** Expects a refusal at every endpoint, beside a valid cookie, and an inactive token in the introspection. */
export async function expectRefused({ app, own }: TokenStage, forged: Forged, code: Refusal): Promise<void> {
  for (const [name, token] of Object.entries(forged)) {
    const answers = await askEveryWay(app, `Bearer ${token}`, own.visitor)
    const introspected = await introspect(app, token)
    expect({ name, answers, introspected }).toEqual({ name, answers: refusals(code), introspected: { active: false } })
  }
}

/** The application's code for a token that it does not accept, and its answer. */
const unopened = { unauthenticated: 'invalid', malformed: 'malformed' } as const satisfies Partial<
  Record<Refusal, Stranger>
>

/**
 * Expects that the code of the application, with its keys, accepts none of them. The test also sends one example of
 * each class to the running application: its answers to all refused tokens are the same.
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
