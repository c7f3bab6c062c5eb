import { connect, createServer, type Socket } from 'node:net'
import { closeServer, listenNear } from '@/scripts/services/ports'

/** A proxy in front of a store that can hold requests. */
export interface HoldingProxy {
  /** The address of the store, through the proxy. */
  url: string
  /** From now on no request reaches the store. @returns when the first request waits */
  hold: () => Promise<void>
  /** The held requests reach the store, in their original order. */
  release: () => void
  close: () => Promise<void>
}

export async function startHoldingProxy(address: string): Promise<HoldingProxy> {
  const target = new URL(address)
  const sockets = new Set<Socket>()
  let waiting: (() => void)[] | null = null
  let ask: (() => void) | undefined

  const server = createServer((client) => {
    const store = connect(Number(target.port), target.hostname)
    client.on('data', (chunk) => {
      if (!waiting) return void store.write(chunk)
      waiting.push(() => store.write(chunk))
      ask?.()
    })
    store.pipe(client)
    for (const [socket, other] of [
      [client, store],
      [store, client],
    ] as const) {
      sockets.add(socket)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      // A connection that breaks is closed next.
      socket.on('error', () => socket.destroy())
    }
  })
  const url = new URL(address)
  url.host = `127.0.0.1:${await listenNear(server, 0)}`

  return {
    url: url.href,
    hold: () => {
      waiting = []
      return new Promise((resolve) => {
        ask = resolve
      })
    },
    release: () => {
      const questions = waiting ?? []
      waiting = null
      for (const question of questions) question()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return closeServer(server)
    },
  }
}
