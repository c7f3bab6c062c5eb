import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days } from '@/lib/time'
import { models } from '@/tests/support/models'
import { checkWith } from '../support/check-with'
import { now } from '../support/claims'
import { type Misbehaviour, startFakeRedis } from '../support/fake-redis'
import { issue, present } from '../support/present'

let redis: Awaited<ReturnType<typeof startFakeRedis>>
beforeAll(async () => {
  redis = await startFakeRedis()
  process.env.UPSTASH_REDIS_REST_URL = redis.url
})
afterAll(() => redis.close())

const answer =
  (status: number, body: string): Misbehaviour =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
  }
/** The client sends every command as a pipeline of one. */
const result = (value: unknown) => answer(200, JSON.stringify([{ result: value }]))

test('a correct answer is allowed, so that each misbehaviour below fails for its one fault', async () => {
  redis.answerWith(result([null, '3', '2', '4']))
  expect((await checkWith(present(...(await issue.sealed())), now)).verdict).toBe('allowed')
})

const misbehaviours: readonly [string, Misbehaviour][] = [
  ['refuses the token', answer(401, '{"error":"Unauthorized"}')],
  ['says that something broke', answer(500, '{"error":"ERR internal"}')],
  ['is over its limit', answer(429, '{"error":"max requests limit exceeded"}')],
  ['answers an error with status 200', answer(200, '{"error":"ERR busy"}')],
  ['answers a page', answer(200, '<html>maintenance</html>')],
  ['answers nothing', answer(200, '')],
  ['answers half a JSON', answer(200, '[{"result":[null,nu')],
  ['answers null', answer(200, 'null')],
  ['answers an empty list', answer(200, '[]')],
  ['answers without a result', answer(200, '[{}]')],
  ['answers outside of a list', answer(200, '{"result":[null,null,null,null]}')],
  ['answers an error in the list', answer(200, '[{"error":"WRONGTYPE"}]')],
  ['answers the result null', result(null)],
  ['answers a word', result('OK')],
  ['answers too little', result([null, null, null])],
  ['answers one value', result([null])],
  ['answers no value', result([])],
  ['answers too much', result([null, null, null, null, null])],
  ['answers a counter that is a word', result([null, 'many', null, null])],
  ['answers a negative counter', result([null, '-1', null, null])],
  ['answers an endless counter', result([null, '9'.repeat(400), null, null])],
  ['answers an object', result([null, { generation: 1 }, null, null])],
  ['hangs up', (response) => response.destroy()],
  ['hangs up in the middle', (response) => void response.writeHead(200).write('{"res', () => response.destroy())],
]

describe.each(models)('when Redis is unavailable, a %s session is neither allowed nor logged out', (model) => {
  test.each(misbehaviours)('because it %s', async (_, misbehaviour) => {
    redis.answerWith(misbehaviour)
    const checked = await checkWith(present(...(await issue[model]())), now)
    expect(checked).toMatchObject({
      verdict: 'unavailable',
      reason: { store: 'redis' },
      steps: ['open', 'deadlines', 'redis', 'revocation'],
    })
  })
})

test.each<[string, Misbehaviour]>([
  ['says nothing', () => undefined],
  ['begins an answer and never ends it', (response) => void response.writeHead(200).write('{"result":')],
])('a Redis that %s counts as unavailable after half a second', async (_, misbehaviour) => {
  redis.answerWith(misbehaviour)
  const start = performance.now()
  const { verdict } = await checkWith(present(...(await issue.stored())), now)
  expect(verdict).toBe('unavailable')
  expect(performance.now() - start).toBeGreaterThan(450)
  expect(performance.now() - start).toBeLessThan(3000)
})

test('an anonymous or long expired visitor stays anonymous without Redis', async () => {
  redis.answerWith(answer(500, ''))
  expect((await checkWith(present(), now)).verdict).toBe('anonymous')
  expect((await checkWith(present(...(await issue.sealed())), now + days(31))).verdict).toBe('anonymous')
})
