import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from '@upstash/redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startUpstash, type Upstash } from '@/scripts/services/upstash/start-upstash'
import { hasRedis, redisObstacle, startOwnRedis } from '@/tests/integration/support/own-redis'
import { needs } from '@/tests/support/needs'

/* The client of Upstash expects more than commands: messages as events, and a token for reading one's writes. */

const token = 'a token that only this test knows'
const headers = { Authorization: `Bearer ${token}` }
const eventStream = { ...headers, Accept: 'text/event-stream' }
const clientOf = ({ url }: Upstash) => new Redis({ url, token, retry: false, enableTelemetry: false })

describe('over a real Redis', () => {
  let upstash: Upstash
  let redis: Redis
  let stop: (() => void) | undefined

  beforeAll(async () => {
    if (!hasRedis) return
    const own = await startOwnRedis()
    stop = own.stop
    upstash = await startUpstash({ token, port: 0, redisUrl: own.url })
    redis = clientOf(upstash)
  })
  afterAll(async () => {
    await upstash?.close()
    stop?.()
  })
  beforeEach(needs(redisObstacle))

  /** Published again until one message has arrived: the client does not report when its channel is open. */
  async function publishUntil(channel: string, message: unknown, arrived: { length: number }): Promise<void> {
    while (arrived.length === 0) {
      await redis.publish(channel, message)
      await sleep(20)
    }
  }

  test('a subscriber of the client gets messages, and none after it has unsubscribed', async () => {
    const got: unknown[] = []
    const subscriber = redis.subscribe<{ text: string }>('a room')
    subscriber.on('message', ({ channel, message }) => got.push({ channel, message }))
    await publishUntil('a room', { text: 'é, and more' }, got)

    expect(got[0]).toEqual({ channel: 'a room', message: { text: 'é, and more' } })
    await subscriber.unsubscribe()
    await vi.waitFor(async () => expect(await redis.publish('a room', 'x')).toBe(0), 5000)
  })

  test('a subscriber to a pattern gets the pattern and the channel as well', async () => {
    const got: unknown[] = []
    const subscriber = redis.psubscribe<{ n: number }>('news:*')
    subscriber.on('pmessage', (event) => got.push(event))
    await publishUntil('news:one', { n: 1 }, got)

    expect(got[0]).toEqual({ pattern: 'news:*', channel: 'news:one', message: { n: 1 } })
    await subscriber.unsubscribe()
  })

  test('the events say that the channel is open, then each message, line by line', async () => {
    const gone = new AbortController()
    const answer = await fetch(`${upstash.url}/subscribe/one/two`, { headers: eventStream, signal: gone.signal })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    await redis.publish('two', 'first\nsecond')

    const wanted = 'data: subscribe,one,1\n\ndata: subscribe,two,2\n\ndata: message,two,first\ndata: second\n\n'
    let text = ''
    const decoder = new TextDecoder()
    for await (const part of answer.body ?? []) {
      text += decoder.decode(part, { stream: true })
      if (text.length >= wanted.length) break
    }
    gone.abort()
    expect(text).toBe(wanted)
  })

  test('without a channel, without the token or without events, there is no subscription', async () => {
    const statusOf = async (path: string, given: HeadersInit) =>
      (await fetch(upstash.url + path, { headers: given })).status

    expect(await statusOf('/subscribe', eventStream)).toBe(400)
    expect(await statusOf('/subscribe/a', { Accept: 'text/event-stream' })).toBe(401)
    expect(await statusOf('/subscribe/a', headers)).toBe(400)
  })

  test('an end of the server ends its events', async () => {
    const own = await startOwnRedis()
    const other = await startUpstash({ token, port: 0, redisUrl: own.url })
    const answer = await fetch(`${other.url}/subscribe/a`, { headers: eventStream })
    await other.close()
    own.stop()

    await expect(answer.text()).rejects.toThrow()
  })
})

describe('in memory', () => {
  let upstash: Upstash
  beforeAll(async () => {
    upstash = await startUpstash({ token, port: 0 })
  })
  afterEach(() => vi.restoreAllMocks())
  afterAll(() => upstash.close())

  test('nothing is published, so a subscription is refused by name', async () => {
    const answer = await fetch(`${upstash.url}/subscribe/a`, { headers: eventStream })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: "ERR 'SUBSCRIBE' is not supported by the embedded Redis" })
  })

  test('each answer carries a token of its own, which the client sends with its next request', async () => {
    const asked = vi.spyOn(globalThis, 'fetch')
    const redis = clientOf(upstash)
    await redis.set('a', 1)
    expect(await redis.get('a')).toBe(1)

    const [first, second] = await Promise.all(asked.mock.results.map(({ value }): Promise<Response> => value))
    const given = first?.headers.get('upstash-sync-token')
    expect(given).toBeTruthy()
    expect(second?.headers.get('upstash-sync-token')).not.toBe(given)
    expect(new Headers(asked.mock.calls[1]?.[1]?.headers).get('upstash-sync-token')).toBe(given)
  })
})
