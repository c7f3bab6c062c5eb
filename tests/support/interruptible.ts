import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * A proxy in front of a store that this process does not run: closing it causes an outage, opening it again ends the
 * outage.
 */
export interface Interruptible {
  /** The store's address, through the proxy. */
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
    // The close of a broken connection is the only event that matters.
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
