import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { warmTargets } from '@/app/lab/ui/warm-targets'
import { targets } from '@/lib/lab/shared/targets'

const asked: string[] = []
let status = 503
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.writeHead(status).end('compiled')
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port }: Pick<AddressInfo, 'port'> = JSON.parse(JSON.stringify(server.address()))
  vi.stubGlobal('location', new URL(`http://127.0.0.1:${port}`))
})
afterAll(() => {
  vi.unstubAllGlobals()
  server.close()
})

test('a target is compiled once before it is timed: page and action share one request, and no answer is requested again', async () => {
  const query = new URLSearchParams({ way: 'off' })
  await warmTargets(['handler'], query)
  status = 200
  await warmTargets(['handler', 'page', 'action'], query)
  await warmTargets(['edge', 'handler', 'page', 'action'], query)

  expect(asked).toEqual([targets.handler, targets.handler, targets.page, targets.edge].map((path) => `${path}?way=off`))
})
