import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { parseEnv } from '@/examples/resource-server/env'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { freePort } from '@/tests/support/free-port'
import { request } from '@/tests/support/request'
import { clientId, clientSecret } from '@/tests/support/resource-server'

const good = {
  ISSUER: 'https://app.example',
  AUDIENCE: 'https://stationer.example',
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
}

const folder = 'examples/resource-server'
const Manifest = z.object({ scripts: z.object({ start: z.string().startsWith('node ') }) })

/** The command of `npm start`; npm itself would stand between the test and its signals. */
const { scripts } = Manifest.parse(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')))
const [, ...args] = scripts.start.split(' ')

function start(env: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(String(chunk)))
  return { child, output: () => output.join('') }
}

test('it prints its address, answers, and ends with its supervisor or with a signal', async () => {
  const ends: readonly ((child: ChildProcess) => void)[] = [
    (child) => child.kill('SIGTERM'),
    (child) => child.kill('SIGINT'),
    (child) => child.disconnect(),
  ]
  for (const end of ends) {
    const port = await freePort()
    const { child, output } = start({ ...good, PORT: String(port) })
    await expect.poll(output, { timeout: 20_000 }).toBe(`Resource server: http://localhost:${port}\n`)
    expect((await request(`http://127.0.0.1:${port}`, '/health')).status).toBe(200)

    end(child)
    expect(await once(child, 'exit')).toEqual([0, null])
  }
})

test('every missing or wrong variable is named before the port opens, without values', async () => {
  const { child, output } = start({
    ...good,
    ISSUER: 'hunter2',
    CLIENT_SECRET: 'hunter2',
    CHECK: 'hunter2',
    AUDIENCE: '',
  })

  expect(await once(child, 'close')).toEqual([1, null])
  expect(output()).toBe(
    [
      'These environment variables are missing or wrong:',
      '  ISSUER: must be scheme://host:port of http or https, without a path',
      '  AUDIENCE: missing',
      '  CLIENT_SECRET: must be 32 characters or more',
      '  CHECK: must be by_resource, local or introspection',
      '',
    ].join('\n'),
  )
})

test('a port in use ends it with one sentence', async () => {
  const other = createServer()
  const port = await listenNear(other, 0)
  onTestFinished(() => closeServer(other))
  const { child, output } = start({ ...good, PORT: String(port) })

  expect(await once(child, 'close')).toEqual([1, null])
  expect(output()).toMatch(/^listen EADDRINUSE[^\n]*\n$/)
})

const wrong = {
  ISSUER: [
    'app.example',
    'https://app.example/',
    'https://app.example/path',
    'ftp://app.example',
    'https://APP.example',
  ],
  AUDIENCE: ['stationer', 'urn:stationer', 'file:///stationer'],
  CLIENT_SECRET: ['x'.repeat(31)],
  ALLOWED_ORIGINS: ['*', 'null', 'https://app.example/', 'https://app.example,', 'https://a.example https://b.example'],
  PORT: ['0', '65536', '-1', '3e3', ' 80', '80.5'],
  CHECK: ['none', 'LOCAL'],
}

test.each(Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
  '%s: %j is refused',
  (name, value) => {
    expect(() => parseEnv({ ...good, [name]: value })).toThrow(
      expect.objectContaining({ code: 'environment', message: expect.stringContaining(`${name}: must be `) }),
    )
  },
)

test('four variables are enough, and empty means unset', () => {
  const { ISSUER, AUDIENCE, CLIENT_ID, CLIENT_SECRET } = good
  const defaults = { PORT: 3100, ALLOWED_ORIGINS: [], CHECK: 'by_resource', NODE_ENV: 'development' }
  const expected = { ISSUER, AUDIENCE, CLIENT_ID, CLIENT_SECRET, ...defaults }

  expect(parseEnv(good)).toEqual(expected)
  expect(parseEnv({ ...good, PORT: '', ALLOWED_ORIGINS: '', CHECK: '' })).toEqual(expected)
})
