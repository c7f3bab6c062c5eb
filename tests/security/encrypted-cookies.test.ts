import { decodeProtectedHeader } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { cookieNames, deviceCookie } from '@/lib/session/cookies'
import { askEveryWay, refusals } from '@/tests/security/support/bearer-ways'
import { causes, openNewAccount, type Victim } from '@/tests/security/support/causes'
import { Caller, type Doors, openDoors, openGivenDoors, provideStage } from '@/tests/security/support/doors'
import { expectRefused } from '@/tests/security/support/expect-refused'
import { forgedTokens, genuineToken, open } from '@/tests/security/support/forgeries'
import { layers } from '@/tests/security/support/layers'
import { cookiesOf } from '@/tests/security/support/spellings'
import { exchange, introspect, resourceServer, revoke } from '@/tests/security/support/token-calls'
import { encrypt, encryptByHand, encryptedHeader } from '@/tests/unit/support/encrypt-token'
import {
  aroundOthers,
  byOtherAlgorithms,
  byOtherKeys,
  type Forgeries,
  inOtherSpellings,
  underOtherHeaders,
} from '@/tests/unit/support/encrypted-forgeries'

const stage = provideStage(async (start) => ({
  off: await openGivenDoors(start),
  on: await openDoors(start, { ...resourceServer, JWT_ENCRYPTION: 'on' }),
}))

const inCookie = (value: string, name: string = cookieNames.signed) => ({ cookies: { [name]: value } })
const inCookies = (values: Forgeries) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inCookie(value)]))

const accessOf = ({ jar }: Pick<Caller, 'jar'>) => jar.get(cookieNames.signed)?.value ?? ''
const algorithmOf = (caller: Pick<Caller, 'jar'>) => decodeProtectedHeader(accessOf(caller)).alg

/** A login by the signed model while encryption is on, and the token that its cookie would have without. */
const loot: { victim?: Victim; value: string; token: string; seal: string } = { value: '', token: '', seal: '' }

beforeAll(async () => {
  const { visitor } = await openNewAccount(stage().off.withEdge, 'signed')
  const victim = await openNewAccount(stage().on.withEdge, 'signed')
  const seal = victim.visitor.jar.get(cookieNames.refresh)?.value ?? ''
  Object.assign(loot, { victim, seal, value: accessOf(victim.visitor), token: genuineToken(accessOf(visitor)) })
})

describe('where the access cookie must be encrypted,', () => {
  test('one that was issued is accepted, and so is one made in the same way: each below is refused for its one fault', async () => {
    expect(decodeProtectedHeader(loot.value)).toEqual(encryptedHeader())
    for (const value of [loot.value, await encrypt(loot.token), encryptByHand(loot.token)]) {
      expect(await layers.handler(stage().on, inCookie(value))).toBe('accepted')
      expect(await layers.prefetch(stage().on, inCookie(value))).toBe('accepted')
    }
  })

  test('[ASVS 9.1.3] one that another key has encrypted is refused in every layer', async () => {
    await expectRefused(stage().on, inCookies(await byOtherKeys(loot.token)))
  })

  test('[ASVS 9.1.2] another alg or enc is refused in every layer', async () => {
    await expectRefused(stage().on, inCookies(await byOtherAlgorithms(loot.token)))
  })

  test('[ASVS 9.1.2] zip, crit and every other header are refused in every layer, under our own key too', async () => {
    await expectRefused(stage().on, inCookies(await underOtherHeaders(loot.token)))
  })

  test('[ASVS 9.1.1] a token of another signer is refused in every layer, though our own key has encrypted it', async () => {
    await expectRefused(stage().on, inCookies(await aroundOthers(loot.token, forgedTokens(loot.token), loot.seal)))
  })

  test('[ASVS 7.4.1] a plain token and every other spelling are refused in every layer', async () => {
    await expectRefused(stage().on, inCookies(inOtherSpellings(loot.value, loot.token)))
  })

  test('beside its refresh token, each of them is renewed: no user is signed out by a cookie that is not accepted', async () => {
    const { visitor } = await openNewAccount(stage().on.withEdge, 'signed')
    const caller = new Caller(stage().on.withEdge, visitor.jar)
    const forged = { ...(await byOtherKeys(loot.token)), ...inOtherSpellings(accessOf(caller), loot.token) }
    for (const [name, value] of Object.entries(forged)) {
      caller.jar.set(cookieNames.signed, value)
      const { status, setCookies } = await caller.get('/api/me')
      expect([name, status, setCookies.length, algorithmOf(caller)]).toEqual([name, 200, 2, 'dir'])
    }
  })
})

describe('[ASVS 9.2.2] an encrypted token serves one purpose:', () => {
  test('in every other cookie it is refused, and so is one that has in it what belongs there', async () => {
    const others = [...Object.values(cookieNames), deviceCookie].filter((name) => name !== cookieNames.signed)
    const contents = JSON.stringify(await open(loot.seal))
    for (const value of [loot.value, await encrypt(contents), await encrypt(loot.seal)]) {
      await expectRefused(stage().on, Object.fromEntries(others.map((name) => [name, inCookie(value, name)])))
    }
  })

  test('what belongs into another cookie is refused in its place', async () => {
    const seals: Record<string, string> = { refresh: loot.seal }
    for (const model of ['sealed', 'stored'] as const) {
      const { visitor } = await openNewAccount(stage().on.withEdge, model)
      seals[model] = visitor.jar.get(cookieNames[model])?.value ?? ''
    }
    await expectRefused(stage().on, inCookies(seals))
  })

  test('as a bearer token it is malformed, introspection calls it inactive, and to revoke it ends nothing', async () => {
    const { withEdge } = stage().on
    expect(await askEveryWay(withEdge, `Bearer ${loot.value}`, loot.victim?.visitor)).toEqual(refusals('malformed'))
    expect(await introspect(withEdge, loot.value)).toEqual({ active: false })
    expect((await revoke(withEdge, loot.value)).status).toBe(200)
    expect(await layers.handler(stage().on, inCookie(loot.value))).toBe('accepted')
  })

  test('a token for a program stays readable, is accepted in its header, and opens no cookie, of each model', async () => {
    const { withEdge } = stage().on
    for (const model of ['sealed', 'stored', 'signed'] as const) {
      const { visitor } = await openNewAccount(withEdge, model)
      const token = await exchange(visitor)
      expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
      expect(await introspect(withEdge, token)).toMatchObject({ active: true })
      expect((await new Caller(withEdge).get('/api/me', { Authorization: `Bearer ${token}` })).status).toBe(200)
      await expectRefused(stage().on, { [model]: inCookie(token) })
    }
  })
})

test('[ASVS 7.4.1] a logout ends it: the saved cookies are refused in every layer, together and alone', async () => {
  const victim = await openNewAccount(stage().on.withEdge, 'signed')
  const cookies = cookiesOf(victim.visitor)
  const alone = inCookie(accessOf(victim.visitor))
  for (const held of [{ cookies }, alone]) expect(await layers.prefetch(stage().on, held)).toBe('accepted')

  await causes['[ASVS 7.4.1] logout']?.(victim, stage().on)

  await expectRefused(stage().on, { together: { cookies }, alone })
})

describe.each([
  ['off', 'on', 'dir'],
  ['on', 'off', 'ES256'],
] as const)(
  'a user who logged in while encryption was %s, and comes back while it is %s,',
  (before, after, algorithm) => {
    async function comeBack(): Promise<{ doors: Doors; caller: Caller }> {
      const { visitor } = await openNewAccount(stage()[before].withEdge, 'signed')
      const doors = stage()[after]
      return { doors, caller: new Caller(doors.withEdge, visitor.jar) }
    }

    test.each(['/api/me', '/dashboard'])(
      'is not signed out: %s renews, and the new cookie has the other form',
      async (path) => {
        const { caller } = await comeBack()
        expect(algorithmOf(caller)).not.toBe(algorithm)
        const answer = await caller.get(path)
        expect([answer.status, answer.setCookies.length, algorithmOf(caller)]).toEqual([200, 2, algorithm])
        expect((await caller.get(path)).setCookies).toEqual([])
      },
    )

    test('is not signed out where nothing can be renewed: a prefetch, and a page without the middleware', async () => {
      const { doors, caller } = await comeBack()
      const held = { cookies: cookiesOf(caller) }
      for (const layer of ['prefetch', 'page', 'action'] as const)
        expect(await layers[layer](doors, held)).toBe('accepted')
      expect((await caller.me()).status).toBe(200)
    })
  },
)

test('while two processes disagree about encryption, as during a deploy, a user goes to and fro, in parallel too', async () => {
  const { visitor } = await openNewAccount(stage().off.withEdge, 'signed')
  const apps = [stage().on.withEdge, stage().off.withEdge]
  for (const app of [...apps, ...apps]) {
    const answers = await Promise.all([app, ...apps].map((one) => new Caller(one, visitor.jar).get('/api/me')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  }
})
