import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Env } from '@/lib/env'
import { askRedis } from '@/lib/session/redis'
import { type Answer, askStrictly } from '@/lib/session/revocation/ask'
import { mostEntries } from '@/lib/session/revocation/feed'
import { keys } from '@/lib/session/revocation/keys'
import { askByMode, follower } from '@/lib/session/revocation/modes'
import { deny as denyHere, raiseAccessVersion } from '@/lib/session/revocation/write'
import { type StepName, Trace } from '@/lib/session/trace'
import { adjustableClock } from '@/tests/integration/support/clock'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { forgetEverything } from '@/tests/integration/support/rows'
import { withSettings } from '@/tests/integration/support/settings'

const gate = gateBeforeRedis()
const { letPass } = adjustableClock()
const holder: { follower?: unknown } & typeof globalThis = globalThis

beforeEach(async () => {
  await forgetEverything()
  // As in a newly started isolate.
  Reflect.deleteProperty(holder, 'follower')
})

const deny = (sessionId: string) => inAnotherProcess(() => denyHere(sessionId))
const question = { sessionId: 's', userId: 'u', copyKey: null }
const ask = (about = question) => askByMode('snapshot', about, new Trace(), {})
const about = (sessionId: string) => ({ ...question, sessionId })

async function stepsOf(mode: Env['REVOCATION_MODE']): Promise<StepName[]> {
  const trace = new Trace()
  await askByMode(mode, question, trace, {})
  return trace.steps.map(({ name }) => name)
}

const settings = (change: Partial<Env>, work: () => Promise<void>) => () => withSettings(change, work)

/** Every call to Redis is one request over HTTP. */
const countCalls = () => vi.spyOn(globalThis, 'fetch').mock.calls

describe('a local replica', () => {
  test(
    'is fetched on the first request, and answers the next without a call',
    settings({ REVOCATION_MAX_AGE_MS: 5000 }, async () => {
      await deny('s')
      const calls = countCalls()

      expect((await ask()).denied).toBe(true)
      expect((await ask(about('t'))).denied).toBe(false)

      expect(calls).toHaveLength(1)
      expect(await stepsOf('snapshot')).toEqual([])
    }),
  )

  test(
    'is fetched once for all concurrent requests',
    settings({ REVOCATION_MAX_AGE_MS: 5000 }, async () => {
      const calls = countCalls()

      await Promise.all(Array.from({ length: 200 }, (_, index) => ask(about(`s${index}`))))

      expect(calls).toHaveLength(1)
    }),
  )

  test(
    'is fetched at most once per REVOCATION_MAX_AGE_MS, for any number of requests',
    settings({ REVOCATION_MAX_AGE_MS: 100 }, async () => {
      const calls = countCalls()
      const start = performance.now()
      let asked = 0
      for (; performance.now() - start < 550; asked += 50) {
        await Promise.all(Array.from({ length: 50 }, () => ask()))
        letPass(5)
      }

      expect(calls.length).toBeGreaterThan(1)
      expect(calls.length).toBeLessThanOrEqual((performance.now() - start) / 100 + 1)
      expect(asked).toBeGreaterThan(calls.length * 10)
    }),
  )

  test(
    'has the entries written since, once it is too old and fetched again',
    settings({ REVOCATION_MAX_AGE_MS: 100 }, async () => {
      expect(await ask()).toMatchObject({ denied: false, accessVersion: 0 })
      await deny('s')
      await inAnotherProcess(() => raiseAccessVersion('u', 3))
      letPass(101)

      expect(await ask()).toMatchObject({ denied: true, accessVersion: 3 })
    }),
  )

  test(
    'does not become younger when the clock is set back',
    settings({ REVOCATION_MAX_AGE_MS: 100 }, async () => {
      await ask()
      await deny('s')
      letPass(101)
      vi.spyOn(Date, 'now').mockReturnValue(0)

      expect((await ask()).denied).toBe(true)
    }),
  )
})

describe('a process without a replica asks Redis', () => {
  test(
    'when the feed is too long, and logs it',
    settings({ REVOCATION_MAX_AGE_MS: 100 }, async () => {
      await deny('s')
      await askRedis((redis) => redis.hincrby(keys.feedHead(), 'counter', mostEntries))

      expect((await ask()).denied).toBe(true)
      expect((await ask(about('t'))).denied).toBe(false)
      expect([follower().following, follower().size]).toEqual(['too_many', 0])
    }),
  )

  test(
    'when the feed has become too long, also while Redis is unavailable: the earlier replica does not answer',
    settings({ REVOCATION_MAX_AGE_MS: 50, REVOCATION_OUTAGE_MS: 60_000 }, async () => {
      await deny('s')
      await ask()
      await askRedis((redis) => redis.hincrby(keys.feedHead(), 'counter', mostEntries))
      letPass(51)
      expect((await ask()).denied).toBe(true)
      await expect.poll(() => follower().following).toBe('too_many')

      gate.set('shut')
      await expect(ask()).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
    }),
  )

  test('when the feed has a gap', async () => {
    await deny('s')
    await askRedis((redis) => redis.del(keys.feed()))

    expect((await ask()).denied).toBe(true)
    expect(follower().following).toBe('gap')
  })

  test(
    'when Redis was emptied and has filled again',
    settings({ REVOCATION_MAX_AGE_MS: 50 }, async () => {
      await deny('old')
      await ask()
      await forgetEverything()
      await deny('s')
      letPass(51)

      expect((await ask()).denied).toBe(true)
      expect((await ask(about('old'))).denied).toBe((await askStrictly(about('old'))).denied)
    }),
  )

  test(
    'when another fetch takes longer than a quarter of a second',
    settings({ REVOCATION_MAX_AGE_MS: 60_000 }, async () => {
      gate.set('frozen')
      const first = ask().catch((error: unknown) => error)
      await sleep(50)
      const second = ask(about('t'))
      await sleep(50)
      // The fetch gets no answer; later requests pass.
      gate.thaw()

      expect(await second).toMatchObject({ denied: false })
      await first
    }),
  )
})

describe.each(['shut', 'frozen'] as const)('while Redis is %s', (state) => {
  test(
    'the last replica answers for REVOCATION_OUTAGE_MS and no longer',
    settings({ REVOCATION_MAX_AGE_MS: 50, REVOCATION_OUTAGE_MS: 1500 }, async () => {
      await deny('s')
      await ask()
      gate.set(state)
      letPass(60)

      expect([(await ask()).denied, (await ask(about('t'))).denied]).toEqual([true, false])
      letPass(1500)
      await expect(ask()).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
    }),
  )

  test('a newly started process accepts no session', async () => {
    gate.set(state)

    await expect(ask()).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
  })

  test(
    'only one request at a time probes Redis; the others are answered at once',
    settings({ REVOCATION_MAX_AGE_MS: 100 }, async () => {
      await ask()
      gate.set(state)
      letPass(101)
      await ask()
      letPass(600)
      const calls = countCalls()
      const start = performance.now()

      await Promise.all(Array.from({ length: 100 }, () => ask()))

      // Each attempt is repeated once on a port without a listener.
      expect(calls.length).toBeLessThanOrEqual(2 * ((performance.now() - start) / 100 + 1))
    }),
  )

  test(
    'when Redis is available again, the replica is current at the next fetch',
    settings({ REVOCATION_MAX_AGE_MS: 50 }, async () => {
      await ask()
      gate.set(state)
      letPass(60)
      await ask()
      gate.set('open')
      await deny('s')
      await vi.waitFor(async () => expect((await ask()).denied).toBe(true), { timeout: 3000, interval: 20 })
      expect(follower().following).toBe('current')
    }),
  )
})

test('a strict check calls Redis once, each time; a check in off mode never calls it', async () => {
  await deny('s')
  const calls = countCalls()

  const answers: Answer[] = []
  for (let round = 0; round < 3; round += 1) answers.push(await askByMode('strict', question, new Trace(), {}))
  expect(answers.map(({ denied }) => denied)).toEqual([true, true, true])
  expect(calls).toHaveLength(3)

  expect(await askByMode('off', question, new Trace(), {})).toMatchObject({ denied: false, generation: 0 })
  expect(calls).toHaveLength(3)
})
