import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { randomSecret, randomSigningKey } from '@/scripts/services/secrets'
import { openAs, openNewAccount } from '@/tests/security/support/causes'
import { Caller, type Door, provideStage } from '@/tests/security/support/doors'
import { open, reseal } from '@/tests/security/support/forgeries'
import { type Held, layers } from '@/tests/security/support/layers'
import { cookiesOf } from '@/tests/security/support/spellings'
import { givenApplication } from '@/tests/support/given-application'
import { people } from '@/tests/support/people'
import { forge } from '@/tests/unit/support/forge-token'

/** The procedure of docs/security.md: deploys after the leak that replace one key. */
const stage = provideStage(async (start) => ({
  leaking: givenApplication(),
  resealed: await start({ SESSION_PASSWORDS: randomSecret() }),
  resigned: await start({ JWT_KEYS: JSON.stringify({ keys: [await randomSigningKey()] }) }),
}))

const everyLayer = ['edge', 'action', 'handler', 'prefetch', 'renewal'] as const

async function ask(app: Door, held: Held) {
  const outcomes = new Set<string>()
  for (const layer of everyLayer) outcomes.add(await layers[layer]({ withEdge: app, withoutEdge: app }, held))
  return [...outcomes]
}

test('an attacker with a leaked seal password can forge a session of any user, until the password is replaced', async () => {
  const { visitor } = await openNewAccount(stage().leaking, 'sealed')
  const genuine = await open(visitor.jar.get('__Host-sealed')?.value ?? '')
  const forged = await reseal({ ...genuine, sessionId: 'made-up', role: 'admin' })
  const held = { cookies: { '__Host-sealed': forged } }

  expect(await layers.handler({ withEdge: stage().leaking, withoutEdge: stage().leaking }, held)).toBe('accepted')
  expect(await ask(stage().resealed, held)).toEqual(['refused'])
})

test.for(['sealed', 'stored'] as const)('with another seal password every session of %s is refused', async (model) => {
  const { visitor } = await openNewAccount(stage().leaking, model)

  expect(await ask(stage().resealed, { cookies: cookiesOf(visitor) })).toEqual(['refused'])
  expect(await visitor.me()).toMatchObject({ status: 200 })
})

test('with another seal password a refresh token is refused; its access token stays valid until it expires or all sessions are revoked', async () => {
  const { visitor } = await openNewAccount(stage().leaking, 'signed')
  const { '__Host-signed': access = '', ...refresh } = cookiesOf(visitor)
  const bearer = { cookies: {}, authorization: `Bearer ${access}` }
  expect(await ask(stage().resealed, { cookies: refresh })).toEqual(['refused'])
  expect(await layers.handler({ withEdge: stage().resealed, withoutEdge: stage().resealed }, bearer)).toBe('accepted')

  const ada = await openAs(stage().resealed, 'stored', people.ada)
  const { location } = await ada.submit('/admin', 'words', { words: 'everyone out' })

  expect(location).toContain('logout=everyone')
  expect(await ask(stage().resealed, bearer)).toEqual(['refused'])
  expect(await ada.me()).toMatchObject({ status: 401 })
})

test('with another signing key every token of the old one is refused, and no user is logged out', async () => {
  const { visitor } = await openNewAccount(stage().leaking, 'signed')
  const cookies = cookiesOf(visitor)
  const {
    person: { userId: sub },
  } = await openNewAccount(stage().leaking, 'sealed')
  const { iat = 0, ...claims } = decodeJwt(cookies['__Host-signed'] ?? '')
  const payload = { ...claims, iat, sub, roles: ['admin'] }
  // Only a sealed session has no row that names its user.
  const forged = forge({ payload: { ...payload, started_at: iat, ends_at: iat + 600 } })
  const rowed = { cookies: {}, authorization: `Bearer ${forge({ payload })}` }
  const leaking = { withEdge: stage().leaking, withoutEdge: stage().leaking }
  expect(await layers.handler(leaking, rowed)).toBe('refused')
  for (const token of [forged, cookies['__Host-signed']]) {
    const bearer = { cookies: {}, authorization: `Bearer ${token}` }
    expect(await layers.handler(leaking, bearer)).toBe('accepted')
    expect(await ask(stage().resigned, bearer)).toEqual(['refused'])
  }

  const later = new Caller(stage().resigned)
  for (const [name, value] of Object.entries(cookies)) later.jar.set(name, value)
  expect((await later.get('/dashboard')).status).toBe(200)
  expect(await later.me()).toMatchObject({ status: 200, user: { role: 'member' } })
})
