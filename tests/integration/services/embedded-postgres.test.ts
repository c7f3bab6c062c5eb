import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '@/scripts/services/postgres/start-postgres'
import { ask, openClient } from '@/tests/integration/services/support/open-client'
import { collect, message, openRaw, say } from '@/tests/integration/services/support/wire'

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

  test.each([
    ['another password', (url: URL) => (url.password = 'postgres')],
    ['no password', (url: URL) => (url.password = '')],
    ['a longer one that begins alike', (url: URL) => (url.password += 'x')],
  ])('a client with %s is refused, as PostgreSQL refuses it', async (_, change) => {
    const url = new URL(postgres.url)
    change(url)
    const opened = openClient(url.href).then(({ rows }) => rows('SELECT 1'))
    await expect(opened).rejects.toThrow(/password|Authentication/i)
    expect(await main.rows('SELECT 1 AS one')).toEqual([[1]])
  })

  test('an uncommitted transaction is rolled back with its client, and blocks no other client', async () => {
    const socket = await openRaw(postgres.url)
    await say(socket, 'BEGIN')
    await say(socket, 'UPDATE counter SET n = 999')
    const waiting = main.rows('SELECT n FROM counter')
    socket.destroy()

    expect(await waiting).not.toEqual([[999]])
  })

  test('a client that dies between Parse and Sync leaves nothing behind', async () => {
    const socket = await openRaw(postgres.url)
    socket.write(message('P', '\0SELECT 1\0\0\0'))
    socket.write(message('H', ''))
    await sleep(50)
    socket.destroy()

    expect(await main.rows('SELECT $1::int', 7)).toEqual([[7]])
  })

  test('a message that arrives in pieces is one message', async () => {
    const socket = await openRaw(postgres.url)
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

  test('a malformed message ends the connection, and nothing else', async () => {
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0\0\0\0\0', 'x'.repeat(5000)]) {
      const socket = connect(postgres.port, '127.0.0.1')
      socket.on('error', () => socket.destroy())
      socket.end(bytes)
      await once(socket.resume(), 'close')
    }
    expect(await main.rows('SELECT 1')).toEqual([[1]])
  })
})
