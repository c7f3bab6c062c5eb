import { describe, expect, test } from 'vitest'
import { minutes, nowInSeconds } from '@/lib/time'
import { openNewAccount } from '@/tests/security/support/causes'
import { Caller, openGivenDoors, provideStage } from '@/tests/security/support/doors'
import { expectRefused } from '@/tests/security/support/expect-refused'
import { open, reseal } from '@/tests/security/support/forgeries'
import { type Held, type LayerName, layerNames, layers, leftToThePage } from '@/tests/security/support/layers'
import { endGrace } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'

const stage = provideStage(openGivenDoors)

type Content = Awaited<ReturnType<typeof open>>

/** Two logins that no other test uses: a detected refresh token reuse revokes the session. */
async function logInTwo(name: '__Host-stored' | '__Host-refresh') {
  const model = name === '__Host-stored' ? 'stored' : 'signed'
  const contentOf = async () => {
    const { visitor } = await openNewAccount(stage().withEdge, model)
    return open(visitor.jar.get(name)?.value ?? '')
  }
  return { own: await contentOf(), others: await contentOf() }
}

const swaps: readonly [string, (own: Content, others: Content) => Content][] = [
  ['the session of one, the secret of the other', (own, others) => ({ ...others, sessionId: own.sessionId })],
  ['a session that is none', (own) => ({ ...own, sessionId: 'never-started-session' })],
  ['a secret that is none', (own) => ({ ...own, secret: 'guessed', token: 'guessed' })],
]

describe.for(['__Host-stored', '__Host-refresh'] as const)(
  'in %s, swapped by an attacker who has the seal password, and nothing else:',
  (name) => {
    test.for(swaps)('%s, is refused in every layer', async ([swap, make]) => {
      const { own, others } = await logInTwo(name)

      // For a refresh token the edge requests a renewal, and so the database. The page reads a reference.
      const edge = name === '__Host-stored' ? leftToThePage : 'refused'
      await expectRefused(stage(), { [swap]: { cookies: { [name]: await reseal(make(own, others)) } } }, edge)
    })

    test('another user id in one’s own session is refused', async () => {
      const { own, others } = await logInTwo(name)
      // Fresh, and due for a renewal, which would be issued to the user that the credential names.
      for (const issuedAt of [own.issuedAt, nowInSeconds() - minutes(10)]) {
        const caller = new Caller(stage().withEdge)
        caller.jar.set(name, await reseal({ ...own, userId: others.userId, issuedAt }))
        const before = caller.jar.header()

        for (const headers of [{ 'Sec-Purpose': 'prefetch' }, {}]) expect((await caller.me(headers)).status).toBe(401)
        expect((await caller.send('POST', '/api/session/renew')).status).toBe(401)
        expect(caller.jar.header()).toBe(before)
      }
    })
  },
)

/** In front of an action the edge renews, as in front of a page. */
const onlyReads: readonly LayerName[] = ['prefetch', 'page']

test('a reused refresh token after the grace window is refused in every layer, and revokes its family where it would renew', async () => {
  const families = new Map<LayerName, { owner: Visitor; replayed: Held }>()
  for (const layer of layerNames) {
    const { visitor: owner } = await openNewAccount(stage().withEdge, 'signed')
    const { value = '' } = owner.jar.get('__Host-refresh') ?? {}
    expect((await owner.send('POST', '/api/session/renew')).status).toBe(204)
    await endGrace(owner)
    families.set(layer, { owner, replayed: { cookies: { '__Host-refresh': value } } })
  }

  for (const [layer, { owner, replayed }] of families) {
    expect({ layer, outcome: await layers[layer](stage(), replayed) }).toEqual({ layer, outcome: 'refused' })
    const { status } = await owner.me()
    expect({ layer, status }).toEqual({ layer, status: onlyReads.includes(layer) ? 200 : 401 })
  }
})
