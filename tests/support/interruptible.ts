import { connect, createServer, type Server, type Socket } from 'node:net'

/** A door of our own in front of a store that somebody else runs: closing it is an outage, opening it again ends it. */
export interface Interruptible {
  /** The store's address, through the door. */
  url: string
  cut: () => Promise<void>
  restore: () => Promise<void>
}

export async function interruptible(address: string): Promise<Interruptible> {
  const target = new URL(address)
  const sockets = new Set<Socket>()
  const server = createServer((visitor) => forward(visitor, target, sockets))
  const port = await listen(server, 0)
  const url = new URL(address)
  url.host = `127.0.0.1:${port}`

  return {
    url: url.href.replace(/\/$/, ''),
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
    restore: async () => void (await listen(server, port)),
  }
}

function forward(visitor: Socket, { hostname, port }: URL, sockets: Set<Socket>): void {
  const store = connect(Number(port), hostname)
  for (const [socket, other] of [
    [visitor, store],
    [store, visitor],
  ] as const) {
    sockets.add(socket)
    socket.pipe(other)
    socket.once('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
    // A broken connection closes, and that is all there is to know about it.
    socket.on('error', () => socket.destroy())
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
