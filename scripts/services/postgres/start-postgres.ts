import { createServer, type Socket } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { closeServer, listenNear } from '../ports'
import { randomSecret } from '../secrets'
import { serveConnection } from './connection'
import { Turns } from './turns'

const MAX_CONNECTIONS = 100

interface Options {
  folder?: string
  port: number
  /** Letters, digits, `-` and `_`. Made up where none is given; `url` has it. */
  password?: string
}

export type Postgres = { url: string; port: number; close(): Promise<void> }

/**
 * PGlite behind PostgreSQL's wire protocol, on loopback. `folder` is created when it is not there; without one the
 * database is in memory. The socket server is ours because `@electric-sql/pglite-socket` 0.2 hands single messages of
 * different clients to the one connection: a transaction beside parameterised queries loses statements, then hangs.
 * Named prepared statements and `SET` are shared by all clients, as the connection is.
 */
export async function startPostgres({ folder, port, password = randomSecret() }: Options): Promise<Postgres> {
  const db = await PGlite.create(folder ? { dataDir: folder } : {})
  const turns = new Turns(db)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, turns, password)
  })
  server.maxConnections = MAX_CONNECTIONS
  const taken = await listenNear(server, port)

  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${taken}/postgres`,
    port: taken,
    async close() {
      for (const socket of sockets) socket.destroy()
      await closeServer(server)
      await db.close()
    },
  }
}
