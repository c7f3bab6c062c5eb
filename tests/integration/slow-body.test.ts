import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { PATCH } from '@/app/api/notes/[id]/route'
import { POST } from '@/app/api/notes/route'
import { insertNote } from '@/lib/db/notes'
import { newPerson } from '@/tests/integration/support/person'
import { end, start } from '@/tests/integration/support/session'
import { Signal } from '@/tests/integration/support/signal'
import { exchange } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'

/** A request whose headers have arrived, and whose body follows later. */
function slowly(method: string, headers: Record<string, string>) {
  const arrival = new Signal()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      await arrival.given
      controller.enqueue(new TextEncoder().encode('{"text":"planted"}'))
      controller.close()
    },
  })
  const init = { method, body, duplex: 'half' as const, headers: { 'content-type': 'application/json', ...headers } }
  return { request: new NextRequest('http://localhost:3000/api/notes', init), send: () => arrival.give() }
}

const writing: Readonly<Record<string, (request: NextRequest, noteId: string) => Promise<Response>>> = {
  POST: (request) => POST(request),
  PATCH: (request, id) => PATCH(request, { params: Promise.resolve({ id }) }),
}

const cases = models.flatMap((model) => Object.keys(writing).map((method) => [method, model] as const))

test.each(cases)(
  'the body of a %s that arrives after the logout of a session of %s is not written, for any start of the request',
  async (method, model) => {
    const { userId } = await newPerson('editor')
    const { cookies } = await start(model, userId)
    const { token } = await exchange(cookies)
    const note = await insertNote(userId, 'as it was')
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const ways = [{ cookie }, { authorization: `Bearer ${token}` }].map((headers) => slowly(method, headers))

    const answers = ways.map(({ request }) => writing[method]?.(request, note?.id ?? ''))
    await end(cookies)
    for (const { send } of ways) send()

    for (const answer of answers) expect(await (await answer)?.json()).toMatchObject({ status: 401, code: 'revoked' })
  },
)

test('a body that arrives while the session is live is written', async () => {
  const { cookies } = await start('signed', (await newPerson('editor')).userId)
  const { token } = await exchange(cookies)
  const { request, send } = slowly('POST', { authorization: `Bearer ${token}` })

  const answer = POST(request)
  send()

  expect((await answer).status).toBe(201)
})
