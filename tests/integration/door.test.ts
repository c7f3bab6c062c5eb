import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admit } from '@/scripts/process/admit'
import { closeServer, listenNear } from '@/scripts/services/ports'

describe('the reverse proxy in front of Next', () => {
  let port: number
  const seen: Array<Record<string, unknown>> = []
  const server = createServer((request, response) => {
    if (!admit(request, response)) return
    seen.push(request.headers)
    response.end('next')
  })
  beforeAll(async () => {
    port = await listenNear(server, 0)
  })
  afterAll(() => closeServer(server))

  async function send(head: string): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.write(`${head}\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    await once(socket, 'close')
    return text
  }

  test.each([
    ['TRACE / HTTP/1.1', 405],
    ['GET * HTTP/1.1', 400],
    ['OPTIONS * HTTP/1.1', 400],
    ['GET http://evil.example/ HTTP/1.1', 400],
    ['GET /%ff HTTP/1.1', 400],
    ['GET /dashboard/%00 HTTP/1.1', 400],
    ['GET /% HTTP/1.1', 400],
  ])('%s is answered %d, as plain text', async (line, status) => {
    const answer = await send(line)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toContain('Content-Type: text/plain')
    expect(answer).toContain('X-Content-Type-Options: nosniff')
  })

  test('headers that only Next or the application may set are dropped, others pass', async () => {
    const names = ['x-middleware-subrequest', 'X-Middleware-Subrequest-Id', 'x-check-trace', 'x-action-redirect']
    const answer = await send(`GET /?a=%ff HTTP/1.1\r\n${names.map((name) => `${name}: 1`).join('\r\n')}`)
    expect(answer).toContain('next')
    const { host, connection, ...arrived } = seen.at(-1) ?? {}
    expect(arrived).toEqual({
      'x-action-redirect': '1',
      'x-forwarded-for': '127.0.0.1',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
      'x-request-path': '/',
    })
    expect([host, connection]).toEqual(['localhost', 'close'])
  })

  test('two Authorization headers are both refused: joined they form one malformed header', async () => {
    await send('GET / HTTP/1.1\r\nAuthorization: Bearer one\r\nauthorization: Bearer two')
    expect(seen.at(-1)?.authorization).toBe('Bearer one, Bearer two')
    await send('GET / HTTP/1.1\r\nAuthorization: Bearer one')
    expect(seen.at(-1)?.authorization).toBe('Bearer one')
  })
})
