import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/env'
import { admit } from '@/scripts/process/admit'
import { closeServer, findFreePort, listenNear } from '@/scripts/services/ports'
import { type Postgres, startPostgres } from '@/scripts/services/postgres/start-postgres'
import { loadSecrets } from '@/scripts/services/secrets'
import { startServices } from '@/scripts/services/start-services'
import { type TemporaryFolder, temporaryFolder } from '@/tests/support/temporary-folder'

const quiet = { env: {}, log: () => undefined }

/** A query as Prisma sends it: parse, bind, describe, execute, sync. */
const ask = (sql: string, ...args: number[]) => ({
  sql,
  args,
  argTypes: args.map(() => ({ scalarType: 'int' as const, arity: 'scalar' as const })),
})

async function openClient(url: string, max = 1) {
  const client = await new PrismaPg({ connectionString: url, max }).connect()
  const rows = async (sql: string, ...args: number[]) => (await client.queryRaw(ask(sql, ...args))).rows
  return { client, rows, close: () => client.dispose() }
}

describe('the embedded Postgres', () => {
  let postgres: Postgres
  let main: Awaited<ReturnType<typeof openClient>>

  beforeAll(async () => {
    postgres = await startPostgres({ port: 0 })
    main = await openClient(postgres.url)
    await main.client.executeScript(
      'CREATE TABLE counter (id int PRIMARY KEY, n int); INSERT INTO counter VALUES (1, 0)',
    )
  })
  afterAll(async () => {
    await main.close()
    await postgres.close()
  })

  test('20 interactive transactions and 20 queries at once, each from a connection of its own, never mix', async () => {
    const clients = await Promise.all(Array.from({ length: 40 }, () => openClient(postgres.url)))
    await main.client.executeRaw(ask('UPDATE counter SET n = 0'))

    await Promise.all(
      clients.map(async ({ client, rows }, index) => {
        if (index % 2 === 1) {
          for (let k = 0; k < 5; k += 1) expect(await rows(`SELECT $1::int AS n${index}`, index)).toEqual([[index]])
          return
        }
        const transaction = await client.startTransaction()
        const before = await transaction.queryRaw(ask('SELECT n FROM counter WHERE id = $1', 1))
        await sleep(5)
        await transaction.executeRaw(ask('UPDATE counter SET n = $1', Number(before.rows[0]?.[0]) + 1))
        await transaction.executeRaw(ask('COMMIT'))
        await transaction.commit()
      }),
    )

    expect(await main.rows('SELECT n FROM counter')).toEqual([[20]])
    await Promise.all(clients.map(({ close }) => close()))
  })

  test('what a transaction has not committed is gone with its client, and nobody waits for it', async () => {
    const socket = await openRaw(postgres.port)
    await say(socket, 'BEGIN')
    await say(socket, 'UPDATE counter SET n = 999')
    const waiting = main.rows('SELECT n FROM counter')
    socket.destroy()

    expect(await waiting).not.toEqual([[999]])
  })

  test('a client that dies between Parse and Sync leaves nothing behind', async () => {
    const socket = await openRaw(postgres.port)
    socket.write(message('P', '\0SELECT 1\0\0\0'))
    socket.write(message('H', ''))
    await sleep(50)
    socket.destroy()

    expect(await main.rows('SELECT $1::int', 7)).toEqual([[7]])
  })

  test('a message that arrives in pieces is one message', async () => {
    const socket = await openRaw(postgres.port)
    const query = message('Q', `SELECT '${'x'.repeat(200_000)}' AS big\0`)
    const answer = collect(socket)
    for (let at = 0; at < query.length; at += 50_000) {
      socket.write(query.subarray(at, at + 50_000))
      expect(await main.rows('SELECT $1::int', at)).toEqual([[at]])
    }
    expect(await answer()).toContain('x'.repeat(200_000))
    socket.destroy()
  })

  test('a failed statement is an error of its own client only', async () => {
    const failed = main.rows('SELECT $1::int / 0', 1)
    const other = await openClient(postgres.url)
    await expect(failed).rejects.toMatchObject({ cause: { originalCode: '22012' } })
    expect(await other.rows('SELECT 1')).toEqual([[1]])
    await other.close()
  })

  test('bytes that are no PostgreSQL end the connection, and nothing else', async () => {
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0\0\0\0\0', 'x'.repeat(5000)]) {
      const socket = connect(postgres.port, '127.0.0.1')
      socket.on('error', () => socket.destroy())
      socket.end(bytes)
      await once(socket.resume(), 'close')
    }
    expect(await main.rows('SELECT 1')).toEqual([[1]])
  })
})

function message(type: string, body: string): Buffer {
  const content = Buffer.from(body)
  const header = Buffer.alloc(5)
  header.write(type)
  header.writeUInt32BE(content.length + 4, 1)
  return Buffer.concat([header, content])
}

function collect(socket: Socket): () => Promise<string> {
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  // ReadyForQuery is always the last: Z, a length of 5, the state of the transaction.
  return async () => {
    while (!text.slice(-6).startsWith('Z\0\0\0\x05')) await sleep(5)
    return text
  }
}

async function say(socket: Socket, sql: string): Promise<string> {
  const answer = collect(socket)
  socket.write(message('Q', `${sql}\0`))
  return answer()
}

async function openRaw(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const settings = Buffer.from('user\0postgres\0database\0postgres\0\0')
  const header = Buffer.alloc(8)
  header.writeUInt32BE(settings.length + 8)
  header.writeUInt32BE(196_608, 4)
  const answer = collect(socket)
  socket.write(Buffer.concat([header, settings]))
  await answer()
  return socket
}

describe('the embedded services', () => {
  let folder: TemporaryFolder
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder.remove())

  test('everything that the application needs is there, and the next start finds the same', async () => {
    const dataDir = join(folder.path, 'first')
    const lines: string[] = []
    const first = await startServices({ dataDir, env: {}, log: (line) => lines.push(line) })
    expect(() => parseEnv(first.env)).not.toThrow()
    expect(lines).toEqual([
      expect.stringMatching(/^Postgres: embedded/),
      expect.stringMatching(/^Upstash: .*in memory/),
    ])
    const writer = await openClient(first.env.DATABASE_URL ?? '')
    await writer.client.executeScript('CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)')
    await writer.close()
    await first.close()

    const second = await startServices({ dataDir, ...quiet })
    const reader = await openClient(second.env.DATABASE_URL ?? '')
    expect(await reader.rows('SELECT n FROM kept')).toEqual([[42]])
    const secrets = [
      'SESSION_PASSWORDS',
      'JWT_KEYS',
      'CRON_SECRET',
      'RESOURCE_SERVER_SECRET',
      'UPSTASH_REDIS_REST_TOKEN',
    ]
    for (const name of secrets) {
      expect(second.env[name]).toBe(first.env[name])
    }
    await reader.close()
    await second.close()
  })

  test('secrets are for the owner of the folder alone', () => {
    const dataDir = join(folder.path, 'first')
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  test('damaged secrets are not replaced silently, and the message shows none', async () => {
    const dataDir = join(folder.path, 'first')
    const kept = readFileSync(join(dataDir, 'secrets.json'), 'utf8')
    writeFileSync(join(dataDir, 'secrets.json'), kept.slice(0, 100))
    await expect(startServices({ dataDir, ...quiet })).rejects.toThrow(/^\S*secrets\.json is damaged/)
    writeFileSync(join(dataDir, 'secrets.json'), kept)
  })

  test('secrets of an earlier version are completed, not called damaged: nobody is logged out', async () => {
    const file = join(folder.path, 'first', 'secrets.json')
    const { RESOURCE_SERVER_SECRET: _, ...earlier } = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify(earlier))

    const completed = await loadSecrets(file)

    expect(completed).toEqual({ ...earlier, RESOURCE_SERVER_SECRET: expect.stringMatching(/^[\w-]{43}$/) })
    expect(await loadSecrets(file)).toEqual(completed)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test.each([
    { SESSION_PASSWORDS: undefined },
    { JWT_KEYS: undefined },
    { RESOURCE_SERVER_SECRET: 'short' },
    { RESOURCE_SERVER_SECRET: null },
  ])('secrets with %j are damaged', async (change) => {
    const good = JSON.parse(readFileSync(join(folder.path, 'first', 'secrets.json'), 'utf8'))
    const file = join(folder.path, 'damaged.json')
    writeFileSync(file, JSON.stringify({ ...good, ...change }))

    await expect(loadSecrets(file)).rejects.toThrow(/damaged/)
  })

  test('a second user of the folder gets the services of the first', async () => {
    const dataDir = join(folder.path, 'shared')
    const [one, two] = await Promise.all([startServices({ dataDir, ...quiet }), startServices({ dataDir, ...quiet })])
    expect([one.own, two.own].sort()).toEqual([false, true])
    expect(two.env).toEqual(one.env)
    const [owner, guest] = one.own ? [one, two] : [two, one]
    expect(statSync(join(dataDir, 'services.json')).mode & 0o777).toBe(0o600)
    await guest.close()
    await owner.close()
  })

  test.each([
    ['a process that is gone', { pid: 2 ** 30, port: 1, env: { DATABASE_URL: 'postgresql://nowhere/' } }],
    ['a process of another kind', { pid: process.pid, port: 1, env: { DATABASE_URL: 'postgresql://nowhere/' } }],
    ['nobody: it is damaged', 'nonsense'],
  ])('a note left by %s is ignored', async (_, note) => {
    const dataDir = join(folder.path, 'first')
    writeFileSync(join(dataDir, 'services.json'), JSON.stringify(note))
    const services = await startServices({ dataDir, ...quiet })
    expect(services.own).toBe(true)
    await services.close()
  })

  test('what has an address is not started', async () => {
    const dataDir = join(folder.path, 'first')
    const env = { DATABASE_URL: 'postgresql://elsewhere/', SESSION_PASSWORDS: 'mine' }
    const services = await startServices({ dataDir, env, log: () => undefined })
    expect(services.env).not.toHaveProperty('DATABASE_URL')
    expect(services.env).not.toHaveProperty('SESSION_PASSWORDS')
    await services.close()
  })

  test('ports that are taken are stepped over, and nothing of the tries is left', async () => {
    const taken = createServer()
    const port = await listenNear(taken, 0)
    const other = createServer()
    expect(await listenNear(other, port)).toBeGreaterThan(port)
    expect(await findFreePort(port)).toBeGreaterThan(port)
    expect([other.listenerCount('listening'), other.listenerCount('error')]).toEqual([0, 0])
    await closeServer(taken)
    await closeServer(other)
  })
})

describe('npm run services', { timeout: 240_000 }, () => {
  let folder: TemporaryFolder
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder.remove())

  function start(): ChildProcess {
    const env = { ...process.env }
    for (const name of ['DATABASE_URL', 'UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', 'REDIS_URL']) {
      delete env[name]
    }
    const args = ['--import', 'tsx', 'scripts/services.ts', '--data', folder.path]
    return spawn(process.execPath, args, { env, cwd: resolve('.'), stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async function ready(child: ChildProcess): Promise<{ url: string }> {
    let printed = ''
    child.stdout?.on('data', (text) => {
      printed += text
    })
    for await (const text of child.stderr ?? []) if (String(text).includes('Ready')) break
    return { url: /DATABASE_URL='(.+)'/.exec(printed)?.[1] ?? '' }
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const)('%s ends it cleanly with %d, and nothing is lost', async (signal, code) => {
    const child = start()
    const { url } = await ready(child)
    const client = await openClient(url)
    await client.client.executeScript(`CREATE TABLE "${signal}" (n int); INSERT INTO "${signal}" VALUES (1)`)
    child.kill(signal)
    expect((await once(child, 'exit'))[0]).toBe(code)
    await client.close().catch(() => undefined)
  })

  test('killed without warning, it has kept what was committed, and the next start is not in the way', async () => {
    const child = start()
    const { url } = await ready(child)
    const client = await openClient(url)
    await client.client.executeScript('CREATE TABLE killed (n int); INSERT INTO killed VALUES (1)')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await client.close().catch(() => undefined)

    const next = start()
    const again = await openClient((await ready(next)).url)
    expect(await again.rows('SELECT n FROM killed')).toEqual([[1]])
    expect(await again.rows('SELECT n FROM "SIGINT" UNION ALL SELECT n FROM "SIGTERM"')).toEqual([[1], [1]])
    await again.close()
    next.kill('SIGTERM')
    await once(next, 'exit')
  })
})

describe('the door in front of Next', () => {
  let port: number
  const seen: Array<Record<string, unknown>> = []
  const server = createHttpServer((request, response) => {
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

  test('headers that only Next or we may send do not get in, others do', async () => {
    const names = ['x-middleware-subrequest', 'X-Middleware-Subrequest-Id', 'x-check-trace', 'x-action-redirect']
    const answer = await send(`GET /?a=%ff HTTP/1.1\r\n${names.map((name) => `${name}: 1`).join('\r\n')}`)
    expect(answer).toContain('next')
    const { host, connection, ...arrived } = seen.at(-1) ?? {}
    expect(arrived).toEqual({ 'x-action-redirect': '1', 'x-forwarded-for': '127.0.0.1' })
    expect([host, connection]).toEqual(['localhost', 'close'])
  })

  test('of two Authorization headers none is believed: together they are one that means nothing', async () => {
    await send('GET / HTTP/1.1\r\nAuthorization: Bearer one\r\nauthorization: Bearer two')
    expect(seen.at(-1)?.authorization).toBe('Bearer one, Bearer two')
    await send('GET / HTTP/1.1\r\nAuthorization: Bearer one')
    expect(seen.at(-1)?.authorization).toBe('Bearer one')
  })
})
