import { beforeAll, describe, expect, test } from 'vitest'
import { rememberDevice } from '@/lib/server/limits/device'
import { cookieNames, deviceCookie } from '@/lib/session/cookies'
import { models } from '@/lib/session/models'
import { minutes, nowInSeconds } from '@/lib/time'
import { logInAsNewPerson } from '@/tests/security/support/causes'
import { Caller, openDoors, provideStage } from '@/tests/security/support/doors'
import { forgedSeals, forgedTokens, genuineToken, open, reseal } from '@/tests/security/support/forgeries'
import { type Held, layerNames, layers, leftToThePage } from '@/tests/security/support/layers'

const stage = provideStage((start) => openDoors(start, { REVOCATION_MODE: 'strict' }))

/** Of two people, each logged in by every model: all cookies there are. */
const loot: { own: Record<string, string>; others: Record<string, string> } = { own: {}, others: {} }

beforeAll(async () => {
  for (const hoard of [loot.own, loot.others]) {
    for (const model of models) {
      const { visitor } = await logInAsNewPerson(stage().withEdge, model)
      for (const { name, value } of visitor.cookies) hoard[name] = value
    }
    const [device] = await rememberDevice(null, 'somebody', nowInSeconds())
    hoard[deviceCookie] = device?.value ?? ''
  }
})

/** First those that change nothing: what they refuse is not refused because another layer has already ended it. */
const quietFirst = [
  'prefetch',
  'page',
  'action',
  'edge',
  'handler',
  'renewal',
] as const satisfies (typeof layerNames)[number][]

async function ask(held: Held) {
  const outcomes: [string, string][] = []
  for (const layer of quietFirst) outcomes.push([layer, await layers[layer](stage(), held)])
  return Object.fromEntries(outcomes)
}

const refused = Object.fromEntries(layerNames.map((layer) => [layer, 'refused']))

type Forgeries = Readonly<Record<string, Held>>

async function expectAllRefused(forgeries: Forgeries, edge: string = 'refused'): Promise<void> {
  for (const [name, held] of Object.entries(forgeries))
    expect({ name, ...(await ask(held)) }).toEqual({ name, ...refused, edge })
}

const seals = ['__Host-sealed', '__Host-stored', '__Host-refresh'] as const
const credentials = [...Object.values(cookieNames), deviceCookie]

describe('[ASVS 9.1.1] forged in every layer:', () => {
  test.for(seals)('a seal in %s opens as it was made, and made anew with the same keys', async (name) => {
    const { [name]: seal = '' } = loot.own
    for (const value of [seal, await reseal(await open(seal))]) {
      expect(await layers.prefetch(stage(), { cookies: { [name]: value } })).toBe('accepted')
    }
  })

  test.for(seals)('no other seal in %s is believed', async (name) => {
    await expectAllRefused(await forgedSeals(name, loot))
  })

  test('a token made by hand is accepted when it is made as ours are', async () => {
    const token = genuineToken(loot.own['__Host-signed'] ?? '')
    expect(await layers.handler(stage(), { cookies: {}, authorization: `Bearer ${token}` })).toBe('accepted')
    expect(await layers.handler(stage(), { cookies: { '__Host-signed': token } })).toBe('accepted')
  })

  test('[ASVS 9.1.2] [ASVS 9.1.3] [ASVS 9.2.1] [ASVS 9.2.3] no other token is believed, in its cookie or as a bearer', async () => {
    const tokens = Object.entries(forgedTokens(loot.own['__Host-signed'] ?? ''))

    await expectAllRefused(
      Object.fromEntries(tokens.map(([name, token]) => [name, { cookies: { '__Host-signed': token } }])),
    )
    await expectAllRefused(
      Object.fromEntries(tokens.map(([name, token]) => [name, { cookies: {}, authorization: `Bearer ${token}` }])),
    )
  })
})

describe('[ASVS 9.2.2] one kind of credential for another, in every layer:', () => {
  test.for(credentials)('what belongs into %s is refused in every other cookie', async (name) => {
    const { [name]: value = '' } = loot.own
    const others = credentials.filter((other) => other !== name)

    expect(value).not.toBe('')
    await expectAllRefused(Object.fromEntries(others.map((other) => [other, { cookies: { [other]: value } }])))
  })

  test.for([...seals, deviceCookie])('what belongs into %s is refused as a bearer token', async (name) => {
    await expectAllRefused({ bearer: { cookies: {}, authorization: `Bearer ${loot.own[name]}` } })
  })
})

type Content = Readonly<Record<string, unknown>>

/** Two logins of which no other test knows: what is told of a theft ends the session that it is told of. */
async function logInTwo(name: '__Host-stored' | '__Host-refresh') {
  const model = name === '__Host-stored' ? 'stored' : 'signed'
  const two = [
    await logInAsNewPerson(stage().withEdge, model),
    await logInAsNewPerson(stage().withEdge, model),
  ] as const
  const contentOf = ({ visitor }: (typeof two)[number]) => open(visitor.jar.get(name)?.value ?? '')
  return { own: await contentOf(two[0]), others: await contentOf(two[1]) }
}

describe('swapped by somebody who has the seal password, and nothing else:', () => {
  const swaps: readonly [string, (own: Content, others: Content) => Content][] = [
    ['the session of one, the secret of the other', (own, others) => ({ ...others, sessionId: own.sessionId })],
    ['a session that is none', (own) => ({ ...own, sessionId: 'nobody-started-this' })],
    ['a secret that is none', (own) => ({ ...own, secret: 'guessed', token: 'guessed' })],
  ]

  describe.for(['__Host-stored', '__Host-refresh'] as const)('in %s', (name) => {
    test.for(swaps)('%s, is refused in every layer', async ([, swap]) => {
      const { own, others } = await logInTwo(name)

      // For a refresh token the edge asks for a renewal, and so the database. A reference is read by the page.
      const edge = name === '__Host-stored' ? leftToThePage : 'refused'
      await expectAllRefused({ swap: { cookies: { [name]: await reseal(swap(own, others)) } } }, edge)
    })

    test('the name of another on a session of one’s own makes nobody that other', async () => {
      const { own, others } = await logInTwo(name)
      // Fresh, and due for a renewal, which would be issued to whom the credential names.
      for (const issuedAt of [own.issuedAt, nowInSeconds() - minutes(10)]) {
        const caller = new Caller(stage().withEdge)
        caller.jar.set(name, await reseal({ ...own, userId: others.userId, issuedAt }))
        const before = caller.jar.header()

        for (const headers of [{ 'Sec-Purpose': 'prefetch' }, {}]) expect((await caller.me(headers)).status).toBe(401)
        expect((await caller.send('POST', '/api/session/renew')).status).toBe(401)
        expect(caller.jar.header()).toBe(before)
      }
    })
  })
})
