import { AsyncLocalStorage } from 'node:async_hooks'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { answerBusy } from '@/lib/server/http/status'

const holder: typeof globalThis & { answers?: AsyncLocalStorage<ServerResponse> } = globalThis
afterEach(() => void delete holder.answers)

const newResponse = () => new ServerResponse(new IncomingMessage(new Socket()))

describe('a refusal for lack of a turn', () => {
  test('is 503 with Retry-After for the request that it belongs to, and for no other', async () => {
    const answers = new AsyncLocalStorage<ServerResponse>()
    holder.answers = answers
    const [busy, other] = [newResponse(), newResponse()]

    await Promise.all([
      answers.run(busy, async () => {
        await Promise.resolve()
        answerBusy()
      }),
      answers.run(other, () => Promise.resolve()),
    ])

    expect([busy.statusCode, busy.getHeader('Retry-After')]).toEqual([503, '5'])
    expect([other.statusCode, other.getHeader('Retry-After')]).toEqual([200, undefined])
  })

  test('changes no answer whose headers are sent', () => {
    holder.answers = new AsyncLocalStorage()
    const late = newResponse()
    late.writeHead(200)
    holder.answers.run(late, answerBusy)
    expect([late.statusCode, late.getHeader('Retry-After')]).toEqual([200, undefined])
  })

  test('does nothing behind a server that is not ours, or outside a request', () => {
    expect(() => answerBusy()).not.toThrow()
    holder.answers = new AsyncLocalStorage()
    expect(() => answerBusy()).not.toThrow()
  })
})
