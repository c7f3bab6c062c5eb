import { connect, createServer, type Server } from 'node:net'

const LOOPBACK = '127.0.0.1'
const STEPS = 100

/** @returns the port, or null when it is taken */
function tryListen(server: Server, port: number, host: string | undefined): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // Each handler removes the other: a server that tries many ports would collect listeners.
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening)
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    }
    const onListening = () => {
      server.off('error', onError)
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : null)
    }
    server.once('error', onError).once('listening', onListening)
    server.listen({ port, ...(host === undefined ? {} : { host }) })
  })
}

/** Listens on loopback: on `wanted`, or on the next free port. 0 takes any. */
export async function listenNear(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + STEPS; port += 1) {
    const taken = await tryListen(server, port, LOOPBACK)
    if (taken !== null) return taken
  }
  throw new Error(`No free port from ${wanted} to ${wanted + STEPS - 1}`)
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

async function isFree(port: number, host: string | undefined): Promise<boolean> {
  const server = createServer()
  const taken = await tryListen(server, port, host)
  if (taken === null) return false
  await closeServer(server)
  return true
}

/** Finds the first free port from `wanted` on, for a server in another process. */
export async function findFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + STEPS, 65_536); port += 1) {
    // Some systems let a wildcard and a loopback server share a port; the browser would then reach the other one.
    if ((await isFree(port, undefined)) && (await isFree(port, LOOPBACK))) return port
  }
  throw new Error(`No free port from ${wanted} on`)
}

/** The kernel accepts connections for a busy process, and refuses them for one that has ended. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
