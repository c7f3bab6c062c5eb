import { existsSync, readdirSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { versionFileOf } from '../folder'
import { closeServer, listenNear } from '../ports'
import { randomSecret } from '../secrets'
import { serveConnection } from './connection'
import { Turns } from './turns'

const MAX_CONNECTIONS = 100

interface Options {
  folder?: string
  port: number
  /** Letters, digits, `-` and `_`. Random by default; `url` contains it. */
  password?: string
}

export type Postgres = {
  url: string
  port: number
  /** `isLost`: the folder was deleted or belongs to another process. The database then writes nothing when it closes. */
  close(isLost?: boolean): Promise<void>
}

const damaged = (folder: string, cause?: unknown) =>
  new Error(
    `The embedded database in ${folder} cannot be opened: it is damaged, or another version of PGlite made it. This happens when the folder is deleted while an application uses it. Run "npm run reset" to delete it and start with a new one; its accounts and sessions are lost.`,
    { cause },
  )

/**
 * @throws {Error} that names the folder and the command that helps. PGlite's own message is "Aborted(). Build with
 *   -sASSERTIONS", and over the remains of a deleted database it would silently create a new one.
 */
async function openFolder(folder: string): Promise<PGlite> {
  const isNew = !existsSync(folder) || readdirSync(folder).length === 0
  if (!isNew && !existsSync(versionFileOf(folder))) throw damaged(folder)
  try {
    return await PGlite.create({ dataDir: folder })
  } catch (error) {
    // The file system's own errors (no permission, no space) have a code, and a clear message.
    if (isNew || (error instanceof Error && 'code' in error)) throw error
    throw damaged(folder, error)
  }
}

/**
 * Serves PGlite with PostgreSQL's wire protocol, on loopback. `folder` is created when it does not exist; without one
 * the database is in memory. The socket server is ours because `@electric-sql/pglite-socket` 0.2 passes single messages
 * of different clients to the one connection: a transaction beside parameterised queries loses statements, then hangs.
 * All clients share named prepared statements and `SET`, because they share the connection.
 */
export async function startPostgres({ folder, port, password = randomSecret() }: Options): Promise<Postgres> {
  const db = folder ? await openFolder(folder) : await PGlite.create()
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
    async close(isLost = false) {
      for (const socket of sockets) socket.destroy()
      await closeServer(server)
      if (!isLost) await db.close()
    },
  }
}
