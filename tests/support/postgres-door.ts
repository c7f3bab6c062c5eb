import { connect, createServer, type Socket } from 'node:net'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { readStartup, readUnit } from '@/scripts/services/postgres/messages'

/** A proxy in front of PostgreSQL that counts each statement once. */
export interface PostgresDoor {
  url: string
  statements: () => number
  close: () => Promise<void>
}

export async function countStatements(databaseUrl: string): Promise<PostgresDoor> {
  const target = new URL(databaseUrl)
  const guests = new Set<Socket>()
  let statements = 0
  const server = createServer((guest) => {
    guests.add(guest)
    guest.once('close', () => guests.delete(guest))
    lead(guest, target)
    const counter = new Counter()
    guest.on('data', (bytes: Buffer) => {
      statements += counter.read(bytes)
    })
  })
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${await listenNear(server, 0)}`

  const close = () => {
    for (const guest of guests) guest.destroy()
    return closeServer(server)
  }
  return { url: url.href, statements: () => statements, close }
}

function lead(guest: Socket, { hostname, port }: URL): void {
  const host = connect(Number(port), hostname)
  for (const socket of [guest, host]) {
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      guest.destroy()
      host.destroy()
    })
  }
  guest.pipe(host).pipe(guest)
}

/** Parses the messages of one connection. Parse, Bind, Execute and Sync together are one statement. */
class Counter {
  #rest = Buffer.alloc(0)
  #hasStarted = false

  /** @returns how many statements are complete with these bytes */
  read(bytes: Buffer): number {
    this.#rest = Buffer.concat([this.#rest, bytes])
    let complete = 0
    while (this.#next()) complete += 1
    return complete
  }

  #next(): boolean {
    if (!this.#hasStarted) this.#start()
    const { message, rest } = readUnit(this.#rest)
    if (!this.#hasStarted || message.kind !== 'unit') return false

    this.#rest = Buffer.from(rest)
    return true
  }

  #start(): void {
    const { message, rest } = readStartup(this.#rest)
    if (message.kind !== 'unit') return

    this.#rest = Buffer.from(rest)
    this.#hasStarted = true
  }
}
