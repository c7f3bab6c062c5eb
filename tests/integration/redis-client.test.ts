import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Redis } from '@upstash/redis'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { shortTimeouts } from '@/tests/support/timeouts'
import { countTimers } from '@/tests/support/timers'

/** Node sends commands through undici, the edge through `fetch`. Both treat each answer of Redis alike. */
describe.each(['nodejs', 'edge'])('the client of Redis in the runtime %s', (runtime) => {
  const received: Awaited<ReturnType<typeof read>>[] = []
  let answers: RequestListener[] = []
  let server: Server

  beforeEach(async () => {
    received.length = 0
    answers = []
    server = createServer(async (request, response) => {
      received.push(await read(request))
      const next = answers.shift()
      if (next) next(request, response)
      else response.end('[{"result":"OK"}]')
    })
    const port = await listenNear(server, 0)
    vi.stubEnv('NEXT_RUNTIME', runtime)
    vi.stubEnv('UPSTASH_REDIS_REST_URL', `http://127.0.0.1:${port}/base/`)
    vi.stubEnv('UPSTASH_REDIS_REST_TOKEN', 'secret')
    vi.stubEnv('REDIS_TIMEOUT_MS', shortTimeouts.REDIS_TIMEOUT_MS)
    vi.resetModules()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    server.closeAllConnections()
    await closeServer(server)
  })

  async function ask(question: (redis: Redis) => Promise<unknown> = (redis) => redis.get('a')): Promise<unknown> {
    const { askRedis } = await import('@/lib/session/redis')
    return askRedis(question)
  }

  const answer =
    (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      response.writeHead(status, headers).end(body)

  const cutOff: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('[{"result":', () => response.destroy())
  }

  test('sends the command, the token, and what the last answer said about its place among the writes', async () => {
    answers = [answer(200, '[{"result":"b"}]', { 'upstash-sync-token': 'first' })]

    expect([await ask(), await ask()]).toEqual(['b', 'OK'])

    expect(received[0]).toMatchObject({ path: '/base/pipeline', authorization: 'Bearer secret', body: '[["get","a"]]' })
    expect(received.map(({ token }) => token ?? '')).toEqual(['', 'first'])
  })

  test('keeps the characters of a value', async () => {
    const value = '"ключ" \u2028 🔑 \0'
    answers = [answer(200, JSON.stringify([{ result: value }]))]

    expect(await ask((redis) => redis.set('a', value))).toBe(value)

    expect(JSON.parse(received[0]?.body ?? '')).toEqual([['set', 'a', value]])
  })

  test.each([
    ['a refused token', answer(401, '{"error":"WRONGPASS invalid"}'), /token/],
    ['a quota that is used up', answer(429, '{"error":"ERR max daily request limit exceeded"}'), /quota/],
    ['a command that failed', answer(200, '[{"error":"READONLY replica"}]'), /read-only/],
    ['an error of a proxy', answer(502, '<html>Bad Gateway</html>'), null],
    ['an answer that is not complete', answer(200, '[{"result":"a'), null],
    ['an answer that is no pipeline', answer(200, '{"result":"a"}'), null],
    ['an empty answer', answer(200, ''), null],
    ['an answer whose connection ends in the middle', cutOff, null],
    ['an answer with the status of a redirect', answer(307, '[{"result":"a"}]'), null],
  ])('%s is an unavailable Redis, and is not asked again', async (_, given, advice) => {
    answers = [given]

    const refused = await ask().then(
      () => null,
      (error: unknown) => error,
    )

    expect(refused).toMatchObject({ code: 'unavailable', store: 'redis' })
    if (advice) expect(JSON.stringify(refused)).toMatch(advice)
    expect(received).toHaveLength(1)
  })

  test('a connection that Redis has closed is retried once', async () => {
    const close: RequestListener = (request) => request.socket.destroy()
    answers = [close]
    expect(await ask()).toBe('OK')
    expect(received).toHaveLength(2)

    answers = [close, close]
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
    expect(received).toHaveLength(4)
  })

  test.runIf(runtime === 'nodejs')(
    'no timer outlives its command, so that no finished request stays in memory',
    async () => {
      await ask()
      answers = [answer(200, '[{"result":"OK"}]'), answer(502, 'Bad Gateway')]
      const asking = async () => {
        await ask()
        await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
      }

      const isOwn = (_: unknown, delay?: number) => delay === Number(shortTimeouts.REDIS_TIMEOUT_MS) - 50
      expect(await countTimers(isOwn, asking)).toEqual({ started: 2, stopped: 2 })
    },
  )

  test('an answer that does not come in time is not waited for, and not asked for again', async () => {
    const never: RequestListener = (request) => void request.resume()
    const half: RequestListener = (_, response) => response.writeHead(200).write('[{"result":')
    for (const slow of [never, half]) {
      received.length = 0
      answers = [slow]
      await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
      expect(received).toHaveLength(1)
    }
    expect(await ask()).toBe('OK')
  })
})

async function read(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const token = request.headers['upstash-sync-token']
  return {
    path: request.url,
    authorization: request.headers.authorization,
    token: Array.isArray(token) ? token.join() : token,
    body: Buffer.concat(chunks).toString(),
  }
}
