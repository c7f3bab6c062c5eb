import { describe, expect, test } from 'vitest'
import { giveBackToken, takeToken } from '@/lib/server/limits/bucket'
import { takeGuess, takeSignup } from '@/lib/server/limits/guess'
import { limits } from '@/lib/server/limits/limits'
import { networkOf } from '@/lib/server/limits/network'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'
import { nowInSeconds } from '@/lib/time'
import {
  type Crowd,
  deviceOf,
  guess,
  inTurn,
  isTaken,
  limitGuesses,
  network,
  pass,
  rush,
  someMail,
  waitOf,
} from '@/tests/integration/support/guesses'
import { forgetEverything } from '@/tests/integration/support/rows'

const { accountAndNetwork, account, device, signup } = limits
const perNetwork = limits.network

const few: Crowd = { size: 20, atOnce: 5 }

/** Cases for the embedded Upstash and for a real Redis. */
export function describeLimits(crowd: Crowd): void {
  limitGuesses()

  describe('[ASVS 6.3.1] of many guesses at once exactly as many pass as one after the other would:', () => {
    test('at one account from one network', async () => {
      expect(await rush(crowd, () => guess())).toBe(accountAndNetwork.tokens)
      expect(await inTurn(3, () => guess())).toBe(0)
    })

    test('at as many accounts from one network (credential stuffing)', async () => {
      expect(await rush(crowd, () => guess({ email: someMail() }))).toBe(perNetwork.tokens)
    })

    test('at one account from as many networks', async () => {
      expect(await rush(crowd, (number) => guess({ ip: network(number) }))).toBe(account.tokens)
    })

    test('at one account from a known browser', async () => {
      const known = await deviceOf('ada')
      expect(await rush(crowd, () => guess({ userId: 'ada', device: known }))).toBe(device.tokens)
    })
  })

  describe('[ASVS 6.3.8] an e-mail without an account', () => {
    test('has the same limits as an existing account, to the attempt and to the second', async () => {
      const answers = async (userId: string | null, email: string, ip: string) => {
        const waits: number[] = []
        for (let tries = 0; tries < 13; tries += 1) waits.push(waitOf(await guess({ userId, email, ip })))
        return waits
      }
      expect(await answers(null, 'unknown@example.com', network(1))).toEqual(
        await answers('ada', 'ada@example.com', network(2)),
      )
    })
  })

  test('capitals do not make another account', async () => {
    await inTurn(accountAndNetwork.tokens, (number) =>
      guess({ email: number % 2 ? 'ADA@Example.COM' : 'ada@example.com' }),
    )
    expect(isTaken(await guess({ email: 'Ada@example.com' }))).toBe(false)
  })

  test('a /64 is one network, the next /64 another', async () => {
    const passed = await inTurn(accountAndNetwork.tokens + 3, (number) => guess({ ip: `2001:db8:0:1::${number}` }))

    expect(passed).toBe(accountAndNetwork.tokens)
    expect(isTaken(await guess({ ip: '2001:db8:0:2::1' }))).toBe(true)
  })

  test('a client without an address shares one network with the others', async () => {
    await inTurn(accountAndNetwork.tokens, (number) => guess({ ip: number % 2 ? null : 'unknown' }))
    expect(isTaken(await guess({ ip: 'not an address' }))).toBe(false)
  })

  test('only failures count: a refunded attempt can be used again, any number of times', async () => {
    for (let logins = 0; logins < 3 * accountAndNetwork.tokens; logins += 1) {
      const taken = await guess()
      expect(isTaken(taken)).toBe(true)
      if (isTaken(taken)) await taken.giveBack()
    }
    expect(await rush(few, () => guess())).toBe(accountAndNetwork.tokens)
  })

  test('a refused attempt counts nowhere: neither for the network nor for the account', async () => {
    await inTurn(accountAndNetwork.tokens + 30, () => guess())

    expect(await inTurn(perNetwork.tokens, () => guess({ email: someMail() }))).toBe(
      perNetwork.tokens - accountAndNetwork.tokens,
    )
    expect(await inTurn(account.tokens, (number) => guess({ ip: network(number) }))).toBe(
      account.tokens - accountAndNetwork.tokens,
    )
  })

  test('the answer contains the wait, after which one attempt passes, not sooner', async () => {
    pass(60)
    await inTurn(accountAndNetwork.tokens, () => guess())
    const wait = waitOf(await guess())
    expect(wait).toBe(accountAndNetwork.window - 60)

    pass(wait - 1)
    expect(waitOf(await guess())).toBe(1)
    pass(1.001)
    expect(isTaken(await guess())).toBe(true)
  })

  test('after two windows nothing of it counts', async () => {
    await inTurn(accountAndNetwork.tokens, () => guess())
    pass(2 * accountAndNetwork.window)
    expect(await inTurn(accountAndNetwork.tokens + 1, () => guess())).toBe(accountAndNetwork.tokens)
  })

  test('a refund never goes into a later window, which would then hold more than its limit', async () => {
    const bucket = { limit: 'network', of: networkOf('192.0.2.1') } as const
    const token = await takeToken(bucket)
    if (typeof token === 'number') throw new Error('refused')

    pass(2 * perNetwork.window)
    await giveBackToken(token)
    expect(await inTurn(perNetwork.tokens + 1, () => guess({ email: someMail() }))).toBe(perNetwork.tokens)
  })

  describe('[ASVS 6.1.1] an attacker cannot lock out an account:', () => {
    test('during attempts at one account from many networks, a known browser still logs in', async () => {
      const owners = await deviceOf('ada', 'grace')
      await inTurn(account.tokens, (number) => guess({ userId: 'ada', ip: network(number) }))
      const unknown = await guess({ userId: 'ada', ip: '203.0.113.9' })

      expect(isTaken(await guess({ userId: 'ada', ip: '203.0.113.9', device: owners }))).toBe(true)
      expect(isTaken(unknown)).toBe(false)
    })

    test('the same when its neighbours have used up its network', async () => {
      await inTurn(perNetwork.tokens, () => guess({ email: someMail() }))

      expect(isTaken(await guess({ userId: 'ada' }))).toBe(false)
      expect(isTaken(await guess({ userId: 'ada', device: await deviceOf('ada') }))).toBe(true)
    })

    test('a browser known to other accounts, or with a forged device cookie, is unknown', async () => {
      await inTurn(account.tokens, (number) => guess({ userId: 'ada', ip: network(number) }))

      for (const foreign of [
        await deviceOf('linus', 'grace'),
        'Fe26.2*forged',
        (await deviceOf('ada')).slice(0, -20),
      ]) {
        expect(isTaken(await guess({ userId: 'ada', device: foreign, ip: '203.0.113.9' }))).toBe(false)
      }
    })

    test('a known browser’s own failures count in its own bucket, and with those of unknown browsers', async () => {
      const own = await deviceOf('ada')
      expect(await inTurn(device.tokens + 3, () => guess({ userId: 'ada', device: own }))).toBe(device.tokens)

      expect(isTaken(await guess({ userId: 'ada' }))).toBe(false)
      expect(isTaken(await guess({ userId: 'ada', ip: '203.0.113.9' }))).toBe(true)
    })
  })

  test('collected device cookies make five buckets at most, and none after a password change', async () => {
    const collected = await Promise.all(Array.from({ length: 40 }, () => deviceOf('ada')))
    const guessWith = (generation: number) => (number: number) =>
      guess({ userId: 'ada', generation, device: collected[number % collected.length] ?? null })

    expect(await inTurn(200, guessWith(0))).toBeLessThanOrEqual(5 * device.tokens)
    await forgetEverything()
    expect(await inTurn(200, guessWith(1))).toBe(accountAndNetwork.tokens)
  })

  test('a step-up is limited like a login, with counters of its own', async () => {
    const prove = (held: string | null = null) =>
      takeGuess(
        { userId: 'ada' },
        { userId: 'ada', generation: 0 },
        { client: { ip: '192.0.2.1', userAgent: null }, device: held },
        nowInSeconds(),
      )

    expect(await rush(few, () => prove())).toBe(accountAndNetwork.tokens)
    expect(isTaken(await prove(await deviceOf('ada')))).toBe(true)
    expect(isTaken(await guess())).toBe(true)
  })

  test('signups are limited by network', async () => {
    const ask = (ip: string) => takeSignup({ ip, userAgent: null })

    expect(await rush(few, (number) => ask(`2001:db8::${number}`))).toBe(signup.tokens)
    expect(isTaken(await ask('2001:db8:0:1::1'))).toBe(true)
  })

  test('keys contain nothing personal and expire by themselves', async () => {
    await guess({ userId: 'ada', email: 'ada@example.com', ip: '192.0.2.1' })
    await guess({ userId: 'ada', device: await deviceOf('ada') })
    const [, names] = await askRedis((redis) => redis.scan(0, { match: redisKey('limit*'), count: 1000 }))

    expect(names).toHaveLength(4)
    for (const name of names) {
      expect(name.slice(redisKey('').length)).toMatch(
        /^limit:(network|accountAndNetwork|account|device):[\w-]{43}:\d+$/,
      )
      expect(await askRedis((redis) => redis.pttl(name))).toBeGreaterThan(0)
    }
  })
}
