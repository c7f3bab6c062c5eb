import { beforeAll, describe, expect, test } from 'vitest'
import { cookieNames, deviceCookie } from '@/lib/session/cookies'
import { seal } from '@/lib/session/seal'
import { days, nowInSeconds } from '@/lib/time'
import { openNewAccount } from '@/tests/security/support/causes'
import { openGivenDoors, provideStage } from '@/tests/security/support/doors'
import { expectRefused } from '@/tests/security/support/expect-refused'
import { forgedSeals, forgedTokens, genuineToken, open, reseal } from '@/tests/security/support/forgeries'
import { layers } from '@/tests/security/support/layers'
import { models } from '@/tests/support/models'

const stage = provideStage(openGivenDoors)

/** All cookies of two users, each logged in by every model. */
const loot: { own: Record<string, string>; others: Record<string, string> } = { own: {}, others: {} }

beforeAll(async () => {
  for (const hoard of [loot.own, loot.others]) {
    for (const model of models) {
      const { visitor } = await openNewAccount(stage().withEdge, model)
      for (const { name, value } of visitor.cookies) hoard[name] = value
    }
    hoard[deviceCookie] = await seal('device', {
      accounts: [{ userId: 'a-user', deviceId: 'a-device', until: nowInSeconds() + days(1) }],
    })
  }
})

const seals = ['__Host-sealed', '__Host-stored', '__Host-refresh'] as const
const credentials = [...Object.values(cookieNames), deviceCookie]

const inCookie = (name: string, value: string) => ({ cookies: { [name]: value } })
const asBearer = (token: string) => ({ cookies: {}, authorization: `Bearer ${token}` })

describe('[ASVS 9.1.1] forged in every layer:', () => {
  test.for(seals)('a seal in %s is accepted as issued, and when sealed again with the same keys', async (name) => {
    const { [name]: genuine = '' } = loot.own
    for (const value of [genuine, await reseal(await open(genuine))]) {
      expect(await layers.prefetch(stage(), inCookie(name, value))).toBe('accepted')
    }
  })

  test.for(seals)('no other seal in %s is accepted', async (name) => {
    await expectRefused(stage(), await forgedSeals(name, loot))
  })

  test('a token that the test signs like the application is accepted', async () => {
    const token = genuineToken(loot.own['__Host-signed'] ?? '')
    expect(await layers.handler(stage(), asBearer(token))).toBe('accepted')
    expect(await layers.handler(stage(), inCookie('__Host-signed', token))).toBe('accepted')
  })

  test('[ASVS 9.1.2] [ASVS 9.1.3] [ASVS 9.2.1] [ASVS 9.2.3] every other token is refused, in its cookie and as a bearer token', async () => {
    const tokens = Object.entries(forgedTokens(loot.own['__Host-signed'] ?? ''))

    const cookies = tokens.map(([fault, token]) => [fault, inCookie('__Host-signed', token)])
    await expectRefused(stage(), Object.fromEntries(cookies))
    await expectRefused(stage(), Object.fromEntries(tokens.map(([fault, token]) => [fault, asBearer(token)])))
  })
})

describe('[ASVS 9.2.2] one kind of credential for another, in every layer:', () => {
  test.for(credentials)('what belongs into %s is refused in every other cookie', async (name) => {
    const { [name]: value = '' } = loot.own
    const others = credentials.filter((other) => other !== name)

    expect(value).not.toBe('')
    await expectRefused(stage(), Object.fromEntries(others.map((other) => [other, inCookie(other, value)])))
  })

  test.for([...seals, deviceCookie])('what belongs into %s is refused as a bearer token', async (name) => {
    await expectRefused(stage(), { bearer: asBearer(loot.own[name] ?? '') })
  })
})
